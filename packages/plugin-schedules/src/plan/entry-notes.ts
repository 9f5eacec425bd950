import type { Note, Subject, Warning } from '@funade/core/author';
import type { Entry } from '../model/entries.ts';

/** Whom an entry belongs to. */
export function subjectOf({ target }: Pick<Entry, 'target'>): Subject {
  return { targets: [target], label: target };
}

export function notesOf(entry: Entry, ...texts: readonly string[]): readonly Note[] {
  return texts.map((text) => ({ ...subjectOf(entry), text }));
}

/** What a person must know of a schedule before it follows. */
export function warningsOf(
  entry: Entry,
  { what, enabled, running }: { readonly what: string; readonly enabled: boolean; readonly running: number },
): readonly Warning[] {
  const subject = subjectOf(entry);
  const disabled = `${what} is disabled: it follows the release, and runs nothing`;
  const tasks = running === 1 ? 'a task' : `${running} tasks`;
  const busy = `${what} runs ${tasks} at this moment: a task ends on the revision that it began with`;
  return [
    ...(enabled ? [] : [{ code: 'SCHEDULE_DISABLED', ...subject, message: disabled }]),
    ...(running === 0 ? [] : [{ code: 'SCHEDULE_RUNNING', ...subject, message: busy }]),
  ];
}
