import type { JsonObject } from '@funade/core';
import { containerProblems } from './containers.ts';
import { type DefinitionProblem, type DefinitionRule, type DefinitionUse, viewOf } from './definition-view.ts';
import { fargateProblems } from './fargate.ts';
import { fargateSizeProblems } from './fargate-size.ts';
import { memberProblems } from './members.ts';
import { portProblems } from './ports.ts';
import { roleAndLogProblems } from './roles-and-logs.ts';
import { volumeProblems } from './volumes.ts';

const rules: readonly DefinitionRule[] = [
  memberProblems,
  fargateSizeProblems,
  fargateProblems,
  roleAndLogProblems,
  containerProblems,
  portProblems,
  volumeProblems,
];

/**
 * What ECS would refuse in a task definition, all at once. A rule that the running revision breaks too is none that ECS
 * holds it to, so what `accepted` breaks is left out.
 */
export function definitionProblems(
  definition: JsonObject,
  accepted: JsonObject | null,
  use: DefinitionUse = {},
): readonly DefinitionProblem[] {
  const view = viewOf(definition, use);
  const found = rules.flatMap((rule) => rule(view));
  if (accepted === null || found.length === 0) return found;
  const before = new Set(definitionProblems(accepted, null, use).map(keyOf));
  return found.filter((problem) => !before.has(keyOf(problem)));
}

function keyOf({ path, message }: DefinitionProblem): string {
  return JSON.stringify([path, message]);
}
