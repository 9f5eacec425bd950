import { isAwsError, sendRaw, translateError, useSession } from '@funade/aws';
import { isJsonObject, type Json, type JsonObject, type RunContext } from '@funade/core';

/** What is read of ECS: answers as they came, with the members that no SDK knows. */
export interface EcsReader extends Disposable {
  /** Names of the clusters. */
  listClusters(): Promise<readonly string[]>;
  /** Names of the services of a cluster; null: there is no such cluster. */
  listServices(cluster: string): Promise<readonly string[] | null>;
  describeServices(cluster: string, services: readonly string[]): Promise<readonly JsonObject[]>;
  /** `taskDefinition` and `tags`. */
  describeTaskDefinition(arn: string): Promise<JsonObject>;
  /** Null: it is not there, or may not be read. */
  describeServiceRevision(arn: string): Promise<JsonObject | null>;
}

/** Most services of one DescribeServices: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServices.html */
const atOnce = 10;

/** Opens the reader of a context's environment. */
export async function openEcs(context: RunContext): Promise<EcsReader> {
  const [session, sdk] = await Promise.all([useSession(context), import('@aws-sdk/client-ecs')]);
  const client = new sdk.ECSClient(session.clientConfigFor('ecs'));
  const { signal } = context;
  const told = async <T>(operation: string, subject: string, read: () => Promise<T>): Promise<T> => {
    try {
      return await read();
    } catch (error) {
      signal.throwIfAborted();
      throw translateError(error, { operation: `ecs:${operation}`, subject });
    }
  };
  return {
    listClusters: () =>
      told('ListClusters', 'clusters', async () => {
        const names: string[] = [];
        for (let nextToken: string | undefined; ; ) {
          const page = await client.send(new sdk.ListClustersCommand({ nextToken }), { abortSignal: signal });
          names.push(...(page.clusterArns ?? []).map(lastPart));
          nextToken = page.nextToken;
          if (nextToken === undefined) return names.toSorted();
        }
      }),
    listServices: (cluster) =>
      told('ListServices', cluster, async () => {
        const names: string[] = [];
        for (let nextToken: string | undefined; ; ) {
          const command = new sdk.ListServicesCommand({ cluster, nextToken, maxResults: 100 });
          const page = await client.send(command, { abortSignal: signal }).catch((error: unknown) => {
            if (isAwsError(error, 'ClusterNotFoundException')) return null;
            throw error;
          });
          if (page === null) return null;
          names.push(...(page.serviceArns ?? []).map(lastPart));
          nextToken = page.nextToken;
          if (nextToken === undefined) return names.toSorted();
        }
      }),
    describeServices: (cluster, services) =>
      told('DescribeServices', cluster, async () => {
        const found: JsonObject[] = [];
        for (let from = 0; from < services.length; from += atOnce) {
          const named = services.slice(from, from + atOnce);
          const command = new sdk.DescribeServicesCommand({ cluster, services: named, include: ['TAGS'] });
          found.push(...objectsOf((await sendRaw(client, command, { signal })).body.services));
        }
        return found;
      }),
    describeTaskDefinition: (arn) =>
      told('DescribeTaskDefinition', arn, async () => {
        const command = new sdk.DescribeTaskDefinitionCommand({ taskDefinition: arn, include: ['TAGS'] });
        return (await sendRaw(client, command, { signal })).body;
      }),
    describeServiceRevision: (arn) =>
      told('DescribeServiceRevisions', arn, async () => {
        const command = new sdk.DescribeServiceRevisionsCommand({ serviceRevisionArns: [arn] });
        const answer = await sendRaw(client, command, { signal }).catch((error: unknown) => {
          if (isAwsError(error, 'AccessDeniedException', 'UnsupportedFeatureException')) return null;
          throw error;
        });
        return objectsOf(answer?.body.serviceRevisions)[0] ?? null;
      }),
    [Symbol.dispose]: () => client.destroy(),
  };
}

function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** The objects of a list. */
export function objectsOf(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
