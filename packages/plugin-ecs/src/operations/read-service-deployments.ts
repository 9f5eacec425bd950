import type { ServiceDeployment, ServiceDeploymentBrief } from '@aws-sdk/client-ecs';
import { isAwsError, translateError } from '@funade/aws';
import type { RunContext } from '@funade/core';
import type { Ecs } from '../api/ecs-client.ts';
import { inGroups, serviceDeploymentsPerCall } from '../api/poll-schedule.ts';
import { settleAll } from '../api/settle-all.ts';
import type { ServiceRef } from '../model/errors.ts';

/** Service deployments that one answer may hold: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListServiceDeployments.html */
const perPage = 100;

/** Lists the service deployments of the last 90 days, newest first, at least `limit` where there are so many; null: not permitted. */
export async function listServiceDeployments(
  { client, sdk }: Ecs,
  { place: { cluster, service }, limit }: { readonly place: ServiceRef; readonly limit: number },
  context: RunContext,
): Promise<readonly ServiceDeploymentBrief[] | null> {
  const found: ServiceDeploymentBrief[] = [];
  let nextToken: string | undefined;
  try {
    do {
      const command = new sdk.ListServiceDeploymentsCommand({
        cluster,
        service,
        maxResults: perPage,
        ...(nextToken === undefined ? {} : { nextToken }),
      });
      const answer = await client.send(command, { abortSignal: context.signal });
      found.push(...(answer.serviceDeployments ?? []));
      ({ nextToken } = answer);
    } while (nextToken !== undefined && found.length < limit);
  } catch (error) {
    if (isAwsError(error, 'AccessDeniedException')) return null;
    throw translateError(error, { operation: 'ecs:ListServiceDeployments', subject: `${cluster}/${service}` });
  }
  return found.toSorted((a, b) => (b.createdAt?.getTime() ?? 0) - (a.createdAt?.getTime() ?? 0));
}

/** Reads service deployments by ARN, twenty to a call; null: not permitted. */
export async function describeServiceDeployments(
  { client, sdk }: Ecs,
  arns: readonly string[],
  context: RunContext,
): Promise<ReadonlyMap<string, ServiceDeployment> | null> {
  const answers = await settleAll(
    inGroups(arns, serviceDeploymentsPerCall).map(async (group) => {
      try {
        const command = new sdk.DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [...group] });
        const { serviceDeployments = [] } = await client.send(command, { abortSignal: context.signal });
        return serviceDeployments;
      } catch (error) {
        if (isAwsError(error, 'AccessDeniedException')) return null;
        throw translateError(error, { operation: 'ecs:DescribeServiceDeployments' });
      }
    }),
  );
  if (answers.includes(null)) return null;
  return new Map(answers.flatMap((each) => each ?? []).map((each) => [each.serviceDeploymentArn ?? '', each]));
}
