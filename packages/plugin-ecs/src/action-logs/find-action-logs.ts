import type { DeliverySource } from '@aws-sdk/client-cloudwatch-logs';
import { isAwsError, resourceName, translateError } from '@funade/aws';
import { type RunContext, resourceKey } from '@funade/core';
import { type Logs, useLogs } from '../api/read-clients.ts';

/** Where the action logs of a cluster go. */
export interface ActionLogs {
  /** Names of log groups that can be read. */
  readonly groups: readonly string[];
  /** Other places that they are delivered to, as people know them. */
  readonly elsewhere: readonly string[];
}

/** By name of the cluster; those that deliver none are not there. */
export type ActionLogsByCluster = ReadonlyMap<string, ActionLogs>;

const placesKey = resourceKey<ActionLogsByCluster>('ecs.action-logs');

/**
 * Where the action logs of the clusters of this region are delivered to, read once a command. Whoever may not look finds none.
 * Throws what AWS refuses otherwise. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
 */
export async function useActionLogs(context: RunContext): Promise<ActionLogsByCluster> {
  const { name } = context.environment;
  return context.resources.use(placesKey.of(name), () => findActionLogs(context));
}

async function findActionLogs(context: RunContext): Promise<ActionLogsByCluster> {
  const logs = await useLogs(context, context.environment.region);
  try {
    const sources = (await sourcesOf(logs, context)).filter(({ logType }) => logType === 'ACTION_LOGS');
    if (sources.length === 0) return new Map();
    const [deliveries, destinations] = [await deliveriesOf(logs, context), await destinationsOf(logs, context)];
    const byArn = new Map(
      destinations.map(({ arn, deliveryDestinationConfiguration: to }) => [arn, to?.destinationResourceArn ?? '']),
    );
    const of = (source: DeliverySource): readonly string[] =>
      deliveries
        .filter(({ deliverySourceName }) => deliverySourceName === source.name)
        .flatMap(({ deliveryDestinationArn }) => byArn.get(deliveryDestinationArn) ?? []);
    return new Map(
      sources.flatMap((source) =>
        (source.resourceArns ?? []).map((arn) => [resourceName(arn), placesOf(of(source), context)] as const),
      ),
    );
  } catch (error) {
    if (isAwsError(error, 'AccessDeniedException')) return new Map();
    throw translateError(error, { operation: 'logs:DescribeDeliverySources' });
  }
}

/** Log groups of this account in this region are read, whatever else there is. */
function placesOf(arns: readonly string[], { environment: { account, region } }: RunContext): ActionLogs {
  const own = new RegExp(`^arn:[\\w-]+:logs:${region}:${account}:log-group:([^:]+)`);
  return {
    groups: [...new Set(arns.flatMap((arn) => own.exec(arn)?.[1] ?? []))],
    elsewhere: arns.filter((arn) => !own.test(arn)),
  };
}

async function sourcesOf({ client, sdk }: Logs, { signal }: RunContext) {
  return allOf(async (nextToken) => {
    const answer = await client.send(new sdk.DescribeDeliverySourcesCommand(nextToken), { abortSignal: signal });
    return { items: answer.deliverySources ?? [], nextToken: answer.nextToken };
  });
}

async function deliveriesOf({ client, sdk }: Logs, { signal }: RunContext) {
  return allOf(async (nextToken) => {
    const answer = await client.send(new sdk.DescribeDeliveriesCommand(nextToken), { abortSignal: signal });
    return { items: answer.deliveries ?? [], nextToken: answer.nextToken };
  });
}

async function destinationsOf({ client, sdk }: Logs, { signal }: RunContext) {
  return allOf(async (nextToken) => {
    const answer = await client.send(new sdk.DescribeDeliveryDestinationsCommand(nextToken), { abortSignal: signal });
    return { items: answer.deliveryDestinations ?? [], nextToken: answer.nextToken };
  });
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextToken: string | undefined;
}

async function allOf<Item>(
  read: (input: { readonly nextToken?: string }) => Promise<Page<Item>>,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let nextToken: string | undefined;
  do {
    const page = await read(nextToken === undefined ? {} : { nextToken });
    items.push(...page.items);
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return items;
}
