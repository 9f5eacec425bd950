import { translateError } from '@funade/aws';
import type { RunContext } from '@funade/core';
import { allPages } from '../api/all-pages.ts';
import type { Ecs } from '../api/ecs-client.ts';
import { familyOf, revisionName } from '../model/revision-name.ts';

/** Names of all revisions of a family with a status. */
export async function listFamily(
  { client, sdk }: Ecs,
  { family, status }: { readonly family: string; readonly status: 'ACTIVE' | 'INACTIVE' },
  { signal }: RunContext,
): Promise<readonly string[]> {
  try {
    const arns = await allPages(async (nextToken) => {
      const input = { familyPrefix: family, status, sort: 'DESC', maxResults: 100, nextToken } as const;
      const answer = await client.send(new sdk.ListTaskDefinitionsCommand(input), { abortSignal: signal });
      return { items: answer.taskDefinitionArns ?? [], nextToken: answer.nextToken };
    });
    return arns.filter((arn) => familyOf(arn) === family).map(revisionName);
  } catch (error) {
    throw translateError(error, { operation: 'ecs:ListTaskDefinitions', subject: family });
  }
}

/** Names of all families that have an active revision. */
export async function listFamilies({ client, sdk }: Ecs, { signal }: RunContext): Promise<readonly string[]> {
  try {
    return await allPages(async (nextToken) => {
      const command = new sdk.ListTaskDefinitionFamiliesCommand({ status: 'ACTIVE', maxResults: 100, nextToken });
      const answer = await client.send(command, { abortSignal: signal });
      return { items: answer.families ?? [], nextToken: answer.nextToken };
    });
  } catch (error) {
    throw translateError(error, { operation: 'ecs:ListTaskDefinitionFamilies' });
  }
}
