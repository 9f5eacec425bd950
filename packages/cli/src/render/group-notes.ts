import type { Note } from '@funade/core';

/** Notes that say the same of several things. */
export interface NoteGroup {
  /** What the first of them says. */
  readonly text: string;
  /** Names of the others. */
  readonly others: readonly string[];
}

/** How many notes must say the same before they are told as one. */
const enough = 3;

/** Notes in their order, those that say the same but for the name of what they are about as one. */
export function groupNotes(notes: readonly Note[]): readonly NoteGroup[] {
  return [...sameNotes(notes).values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined || group.length < enough) return group.map(({ text }) => ({ text, others: [] }));
    return [{ text: first.text, others: group.slice(1).map(({ label }) => nameOf(label)) }];
  });
}

/** Notes of targets that so many others have as well that they are told once, below the targets. */
export function repeatedNotes(notes: readonly Note[]): readonly Note[] {
  return [...sameNotes(notes).values()].flatMap((group) => (group.length < enough ? [] : group));
}

function sameNotes(notes: readonly Note[]): ReadonlyMap<string, readonly Note[]> {
  return Map.groupBy(notes, ({ label, text }) => {
    const name = nameOf(label);
    return text.replaceAll(/[\w./-]+/g, (word) => (word === name ? '\u0000' : word));
  });
}

/** `shop/api` of `shop/api@production`, as texts name it. */
function nameOf(label: string): string {
  const at = label.lastIndexOf('@');
  return at > 0 ? label.slice(0, at) : label;
}
