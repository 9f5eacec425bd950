import type { RunContext } from '@funade/core';
import { describeTaskDefinition } from '../api/describe-task-definition.ts';
import type { Ecs } from '../api/ecs-client.ts';
import { sameTaskDefinition } from '../task-definition/same-task-definition.ts';
import { toRegisterInput } from '../task-definition/to-register-input.ts';

/** Reads whether two revisions are one and the same definition, whoever registered them. Throws what AWS refuses. */
export async function readSameRevision(
  ecs: Ecs,
  [one, other]: readonly [string, string],
  context: RunContext,
): Promise<boolean> {
  if (one === other) return true;
  const [a, b] = await Promise.all([one, other].map((arn) => describeTaskDefinition(ecs, arn, context)));
  return a !== undefined && b !== undefined && sameTaskDefinition(toRegisterInput(a), toRegisterInput(b));
}
