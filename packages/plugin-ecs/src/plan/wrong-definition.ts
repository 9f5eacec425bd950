import type { JsonObject, PluginTarget } from '@funade/core';
import { definitionProblems } from '../definition-rules/definition-problems.ts';
import type { WrongDefinition } from '../model/definition-errors.ts';
import type { EcsOptions } from '../options/options.ts';

/** What ECS would reject in the definition of a target; null: nothing. `accepted`: the revision that runs. */
export function wrongDefinition(
  { id, options: { taskDefinition } }: PluginTarget<EcsOptions>,
  { definition, accepted }: { readonly definition: JsonObject; readonly accepted: JsonObject | null },
): WrongDefinition | null {
  const problems = definitionProblems(definition, accepted).map(({ path, message }) => `${path}: ${message}`);
  if (problems.length === 0) return null;
  const isFile = typeof taskDefinition === 'string' && taskDefinition !== 'latest';
  return { ...(isFile ? { path: taskDefinition } : {}), target: id, problems };
}
