import { isAwsError, translateError, useSession } from '@funade/aws';
import type { JsonObject, RunContext } from '@funade/core';
import type { Repository } from './live-facts.ts';

/** The repositories of ECR; null where the caller may not ask. */
export async function readRepositories(context: RunContext): Promise<readonly Repository[] | null> {
  const [session, sdk] = await Promise.all([useSession(context), import('@aws-sdk/client-ecr')]);
  const client = new sdk.ECRClient(session.clientConfigFor('ecr'));
  const found: Repository[] = [];
  try {
    for (let nextToken: string | undefined; ; ) {
      const command = new sdk.DescribeRepositoriesCommand({ nextToken });
      const page = await client.send(command, { abortSignal: context.signal });
      for (const { repositoryName: name, repositoryUri: uri } of page.repositories ?? []) {
        if (name !== undefined && uri !== undefined) found.push({ name, uri });
      }
      nextToken = page.nextToken;
      if (nextToken === undefined) return found;
    }
  } catch (error) {
    context.signal.throwIfAborted();
    if (isAwsError(error, 'AccessDeniedException')) return null;
    throw translateError(error, { operation: 'ecr:DescribeRepositories' });
  } finally {
    client.destroy();
  }
}

/** Most services of one call: https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalableTargets.html */
const atOnce = 50;

/** What Application Auto Scaling keeps services in, as settings, by `service/<cluster>/<name>`; null where the caller may not ask. */
export async function readScaling(
  ids: readonly string[],
  context: RunContext,
): Promise<ReadonlyMap<string, JsonObject> | null> {
  const [session, sdk] = await Promise.all([useSession(context), import('@aws-sdk/client-application-auto-scaling')]);
  const client = new sdk.ApplicationAutoScalingClient(session.clientConfigFor('application auto scaling'));
  const found = new Map<string, JsonObject>();
  try {
    for (let from = 0; from < ids.length; from += atOnce) {
      const command = new sdk.DescribeScalableTargetsCommand({
        ServiceNamespace: 'ecs',
        ScalableDimension: 'ecs:service:DesiredCount',
        ResourceIds: ids.slice(from, from + atOnce),
      });
      const { ScalableTargets = [] } = await client.send(command, { abortSignal: context.signal });
      for (const { ResourceId = '', MinCapacity = 0, MaxCapacity = 0, SuspendedState = {} } of ScalableTargets) {
        const suspended = {
          in: SuspendedState.DynamicScalingInSuspended === true,
          out: SuspendedState.DynamicScalingOutSuspended === true,
          scheduled: SuspendedState.ScheduledScalingSuspended === true,
        };
        const some = suspended.in || suspended.out || suspended.scheduled;
        found.set(ResourceId, { min: MinCapacity, max: MaxCapacity, ...(some ? { suspended } : {}) });
      }
    }
    return found;
  } catch (error) {
    context.signal.throwIfAborted();
    if (isAwsError(error, 'AccessDeniedException')) return null;
    throw translateError(error, { operation: 'application-autoscaling:DescribeScalableTargets' });
  } finally {
    client.destroy();
  }
}
