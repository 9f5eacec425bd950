import { maskChange } from '../diff/mask-change.ts';
import type { Json } from '../model/json.ts';
import type { Override } from '../model/override.ts';
import type { Note } from '../model/plan-fragment.ts';

/** An override as it is shown: values that look like secrets are masked. */
export function shownOverride(override: Override): Override {
  const { path, from, to } = maskChange(override);
  return { target: override.target, path, from, to };
}

/** What each override of a plan is, for people. */
export function overrideNotes(overrides: readonly Override[]): readonly Note[] {
  return overrides.map(shownOverride).map(({ target, path, from, to }) => ({
    targets: [target],
    label: target,
    text: `--set: ${path} is ${text(to)}${from === null ? '' : `, and not ${text(from)} as in the config`}`,
  }));
}

function text(value: Json): string {
  return JSON.stringify(value);
}
