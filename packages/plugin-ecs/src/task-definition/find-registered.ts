import { isAwsError } from '@funade/aws';
import { isDeployError, type JsonObject, type RunContext } from '@funade/core';
import { describeTaskDefinition } from '../api/describe-task-definition.ts';
import type { Ecs } from '../api/ecs-client.ts';
import { listNewest } from '../api/list-revisions.ts';
import { revisionNumber } from '../model/revision-name.ts';
import { sameTaskDefinition } from './same-task-definition.ts';
import { deepest } from './search-depth.ts';
import { toRegisterInput } from './to-register-input.ts';

/** What a look at the newest revisions of a family found. */
export interface Registered {
  /** ARN of the newest one that is the very definition; null: none is. */
  readonly arn: string | null;
  /** Number of the newest one; 0: there is none. */
  readonly latest: number;
}

/** Looks among the `depth` newest active revisions of the family for one that is this very definition. */
export async function findRegistered(
  ecs: Ecs,
  { definition, depth }: { readonly definition: JsonObject; readonly depth: number },
  context: RunContext,
): Promise<Registered> {
  const family = String(definition.family);
  const listed = depth === 1 ? [] : await listNewest(ecs, { family, depth }, context);
  let latest = 0;
  // A family's name stands for its latest active revision, which a caller may see who may not list them.
  for (const name of listed.length === 0 ? [family] : listed) {
    const found = await describe(ecs, { name, definition }, context);
    if (found === null) continue;
    latest = Math.max(latest, revisionNumber(found.arn));
    if (found.same) return { arn: found.arn, latest };
  }
  return { arn: null, latest };
}

/**
 * The first of several equal revisions that were registered at once: every caller that meets here comes to the same one, so
 * that one deployment is started of it. `latest`: number of the newest revision before the caller registered `arn`.
 */
export async function firstOfEqual(
  ecs: Ecs,
  { definition, arn, latest }: Registered & { readonly definition: JsonObject; readonly arn: string },
  context: RunContext,
): Promise<string> {
  const between = revisionNumber(arn) - latest - 1;
  if (between < 1) return arn;
  const family = String(definition.family);
  const newest = await listNewest(ecs, { family, depth: Math.min(between + 1, deepest) }, context);
  for (const name of newest.filter((each) => revisionNumber(each) < revisionNumber(arn)).reverse()) {
    const found = await describe(ecs, { name, definition }, context);
    if (found?.same === true && revisionNumber(found.arn) > latest) return found.arn;
  }
  return arn;
}

async function describe(
  ecs: Ecs,
  { name, definition }: { readonly name: string; readonly definition: JsonObject },
  context: RunContext,
): Promise<{ readonly arn: string; readonly same: boolean } | null> {
  try {
    const described = await describeTaskDefinition(ecs, name, context);
    const { taskDefinitionArn: arn } = described.taskDefinition;
    return typeof arn === 'string' ? { arn, same: sameTaskDefinition(toRegisterInput(described), definition) } : null;
  } catch (error) {
    // A family without an active revision cannot be described and has nothing to reuse.
    if (isDeployError(error) && isAwsError(error.cause, 'ClientException')) return null;
    throw error;
  }
}
