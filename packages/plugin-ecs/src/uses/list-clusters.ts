import { translateError } from '@funade/aws';
import type { RunContext } from '@funade/core';
import { allPages } from '../api/all-pages.ts';
import type { Ecs } from '../api/ecs-client.ts';

/** ARNs of all clusters of the account and region. */
export async function listClusters({ client, sdk }: Ecs, { signal }: RunContext): Promise<readonly string[]> {
  try {
    return await allPages(async (nextToken) => {
      const command = new sdk.ListClustersCommand({ maxResults: 100, nextToken });
      const answer = await client.send(command, { abortSignal: signal });
      return { items: answer.clusterArns ?? [], nextToken: answer.nextToken };
    });
  } catch (error) {
    throw translateError(error, { operation: 'ecs:ListClusters' });
  }
}
