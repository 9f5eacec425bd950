import { isAwsError } from '@funade/aws';
import { isDeployError, type JsonObject, type World } from '@funade/core';
import { describeTaskDefinition } from '../api/describe-task-definition.ts';
import type { Ecs } from '../api/ecs-client.ts';
import { listNewest } from '../api/list-revisions.ts';
import { sameTaskDefinition } from './same-task-definition.ts';
import { toRegisterInput } from './to-register-input.ts';

/** ARN of the newest active revision of the family that is this very definition, among the `depth` newest; null: none is. */
export async function findRegistered(
  ecs: Ecs,
  { definition, depth }: { readonly definition: JsonObject; readonly depth: number },
  world: World,
): Promise<string | null> {
  const family = String(definition.family);
  const listed = depth === 1 ? [] : await listNewest(ecs, { family, depth }, world);
  // A family's name stands for its latest active revision, which a caller may see who may not list them.
  for (const name of listed.length === 0 ? [family] : listed) {
    const arn = await arnOfSame(ecs, { name, definition }, world);
    if (arn !== null) return arn;
  }
  return null;
}

async function arnOfSame(
  ecs: Ecs,
  { name, definition }: { readonly name: string; readonly definition: JsonObject },
  world: World,
): Promise<string | null> {
  try {
    const described = await describeTaskDefinition(ecs, name, world);
    const { taskDefinitionArn: arn } = described.taskDefinition;
    return typeof arn === 'string' && sameTaskDefinition(toRegisterInput(described), definition) ? arn : null;
  } catch (error) {
    // A family without an active revision cannot be described and has nothing to reuse.
    if (isDeployError(error) && isAwsError(error.cause, 'ClientException')) return null;
    throw error;
  }
}
