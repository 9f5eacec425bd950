import type { JsonObject, PluginTarget } from '@funade/core';
import { definitionProblems } from '../definition-rules/definition-problems.ts';
import { placeholdersIn } from '../definition-rules/placeholders.ts';
import type { WrongDefinition } from '../model/definition-errors.ts';
import type { EcsOptions } from '../options/options.ts';

/** What ECS would reject in the definition of a target; null: nothing. `accepted`: the revision that runs; `onFargate`: where. */
export function wrongDefinition(
  { id, options: { taskDefinition } }: PluginTarget<EcsOptions>,
  {
    definition,
    accepted,
    onFargate,
  }: { readonly definition: JsonObject; readonly accepted: JsonObject | null; readonly onFargate: boolean },
): WrongDefinition | null {
  const found = definitionProblems(definition, accepted, onFargate);
  if (found.length === 0) return null;
  // A warning alone, they would be seen only once the rest is corrected.
  const unfilled = placeholdersIn(definition).map(({ path, text }) => ({
    path,
    message: `${text} looks like a placeholder that was not filled in`,
  }));
  const problems = [...found, ...unfilled].map(({ path, message }) => `${path}: ${message}`);
  const isFile = typeof taskDefinition === 'string' && taskDefinition !== 'latest';
  return { ...(isFile ? { path: taskDefinition } : {}), target: id, problems };
}
