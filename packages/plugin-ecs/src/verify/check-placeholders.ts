import type { Check } from '@funade/core';
import { placeholdersIn } from '../definition-rules/placeholders.ts';
import { failed, type VerifiedTarget } from './verified-target.ts';

/** Values of the task definitions that nobody has filled in. Touches nothing. */
export function checkPlaceholders(targets: readonly VerifiedTarget[]): readonly Check[] {
  return targets.flatMap(({ id, definition }) =>
    placeholdersIn(definition).map(({ path, text }) => ({
      target: id,
      kind: 'placeholder',
      what: path,
      ...failed(`${text} looks like a placeholder that was not filled in`),
    })),
  );
}
