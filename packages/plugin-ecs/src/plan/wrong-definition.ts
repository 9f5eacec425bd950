import type { ImageArtifact, JsonObject, PluginTarget } from '@funade/core';
import { definitionProblems } from '../definition-rules/definition-problems.ts';
import type { DefinitionProblem } from '../definition-rules/definition-view.ts';
import { placeholdersIn } from '../definition-rules/placeholders.ts';
import { unfilledText } from '../definition-rules/unfilled-text.ts';
import type { WrongDefinition } from '../model/definition-errors.ts';
import type { EcsTargetOptions } from '../options/options.ts';

/** A definition that is to be registered. */
export interface JudgedDefinition {
  readonly definition: JsonObject;
  /** The revision that runs; null: none does. */
  readonly accepted: JsonObject | null;
  /** What of it is of another type than ECS has there; the definition is without that. */
  readonly misfits?: readonly DefinitionProblem[] | undefined;
  /** Those that its containers get. */
  readonly images: readonly ImageArtifact[];
  /** Whether the service runs there. */
  readonly onFargate: boolean;
}

/** What ECS would reject in the definition of a target; null: nothing. */
export function wrongDefinition(
  { id, options: { taskDefinition, placeholders } }: PluginTarget<EcsTargetOptions>,
  { definition, accepted, misfits = [], images, onFargate }: JudgedDefinition,
): WrongDefinition | null {
  const ecrRepositories = images.flatMap(({ inEcr, repositoryUri }) => (inEcr === true ? [repositoryUri] : []));
  // Of a value that was left out no rule knows anything.
  const broken = definitionProblems(definition, accepted, { onFargate, ecrRepositories }).filter(
    ({ path }) => !misfits.some((misfit) => isWithin(path, misfit.path)),
  );
  const found = [...misfits, ...broken];
  const isWritten = taskDefinition !== undefined && taskDefinition !== 'latest';
  const unfilled = placeholdersIn(definition).map(({ path, text }) => ({
    path,
    message: isWritten ? unfilledText(text, placeholders) : unfilledText(text, undefined),
  }));
  // With a map of placeholders, all of them are to be filled; else what is left is a warning, which would be seen only once the
  // rest is corrected.
  const refused = placeholders !== undefined && isWritten && unfilled.length > 0;
  if (found.length === 0 && !refused) return null;
  const problems = [...found, ...unfilled].map(({ path, message }) => `${path}: ${message}`);
  const isFile = typeof taskDefinition === 'string' && taskDefinition !== 'latest';
  return { ...(isFile ? { path: taskDefinition } : {}), target: id, problems };
}

function isWithin(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}.`) || path.startsWith(`${place}[`);
}
