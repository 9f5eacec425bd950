import type { Note, PluginTarget, Warning } from '@funade/core';
import type { EcsOptions } from '../options/options.ts';
import type { ExpressPlan } from './plan-express.ts';

/** Members that stand beside the revision: going back to an earlier revision leaves them as they were deployed. */
const beside: ReadonlySet<string> = new Set(['healthCheckPath', 'networkConfiguration', 'scalingTarget']);

/** Where an Express service answers, and who makes its revision. */
export function expressNotes({ id }: PluginTarget<EcsOptions>, express: ExpressPlan | null): readonly Note[] {
  if (express === null) return [];
  return express.urls.map((url) => ({ targets: [id], label: id, text: `answers at ${url}` }));
}

/** What a rollback of the deploy does not take back. */
export function expressWarnings({ id }: PluginTarget<EcsOptions>, express: ExpressPlan | null): readonly Warning[] {
  const names = [...new Set((express?.changes ?? []).map(({ path }) => path.split(/[.[]/)[0] ?? ''))].filter((name) =>
    beside.has(name),
  );
  if (names.length === 0) return [];
  const message = `a rollback goes back to the revision that runs; ${names.join(' and ')} would stay as deployed`;
  return [{ code: 'EXPRESS_NOT_TAKEN_BACK', targets: [id], label: id, message }];
}
