import { isAwsError, translateError } from '@funade/aws';
import type { RunContext } from '@funade/core';
import type { Ecs } from './ecs-client.ts';
import { settleAll } from './settle-all.ts';

/**
 * ARNs of the newest active revisions of families, newest first, at most `depth` of each. A caller who may not list them
 * gets none.
 */
export async function listRevisions(
  ecs: Ecs,
  { families, depth }: { readonly families: Iterable<string>; readonly depth: number },
  context: RunContext,
): Promise<ReadonlyMap<string, string[]>> {
  return new Map(
    await settleAll(
      [...families].map(async (family) => [family, await listNewest(ecs, { family, depth }, context)] as const),
    ),
  );
}

/** ARNs of the newest active revisions of a family, newest first; none when the caller may not list them. */
export async function listNewest(
  { client, sdk }: Ecs,
  { family, depth }: { readonly family: string; readonly depth: number },
  context: RunContext,
): Promise<string[]> {
  try {
    const command = new sdk.ListTaskDefinitionsCommand({
      familyPrefix: family,
      status: 'ACTIVE',
      sort: 'DESC',
      maxResults: depth,
    });
    const { taskDefinitionArns = [] } = await client.send(command, { abortSignal: context.signal });
    return taskDefinitionArns;
  } catch (error) {
    if (isAwsError(error, 'AccessDeniedException')) return [];
    throw translateError(error, { operation: 'ecs:ListTaskDefinitions', subject: family });
  }
}
