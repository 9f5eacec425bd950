import type { ServiceDeploymentBrief } from '@aws-sdk/client-ecs';
import { translateError } from '@funade/aws';
import type { RunContext } from '@funade/core';
import type { Ecs } from '../api/ecs-client.ts';
import { serviceDeploymentsPerCall } from '../api/poll-schedule.ts';
import type { ServiceRef } from '../model/errors.ts';
import { deploymentIdOf } from '../model/service-deployment.ts';
import type { StartedDeployment } from '../model/started-deployment.ts';
import { deploymentUnknown } from '../model/watch-errors.ts';

/** An UpdateService or CreateService whose answer nobody heard. */
export interface UnheardCall {
  readonly place: ServiceRef;
  /** ARN of the revision that was sent. */
  readonly taskDefinition: string;
  /** Ids of the deployments that it was to replace. */
  readonly replaces: readonly string[];
  /** When it was begun, in milliseconds since the epoch, by the clock of the machine. */
  readonly at: number;
}

/** Milliseconds that the clock of the machine may have been ahead of that of ECS. */
const skew = 300_000;

/**
 * The deployment that a call started whose answer was never heard: the newest one since then that deploys the revision which
 * was sent. Null when there is none, so that the call did not take effect.
 *
 * Throws `DEPLOYMENT_UNKNOWN` where it cannot be known.
 */
export async function findStarted(ecs: Ecs, call: UnheardCall, context: RunContext): Promise<StartedDeployment | null> {
  const { place, taskDefinition, replaces } = call;
  try {
    const others = (await listSince(ecs, call, context)).filter(
      ({ targetServiceRevisionArn = '' }) => !replaces.includes(deploymentIdOf(targetServiceRevisionArn)),
    );
    const revisions = await taskDefinitionsOf(ecs, others, context);
    const ours = others.find(({ targetServiceRevisionArn = '' }) => {
      return revisions.get(targetServiceRevisionArn) === taskDefinition;
    });
    if (ours === undefined) return null;
    return {
      deploymentId: deploymentIdOf(ours.targetServiceRevisionArn ?? ''),
      taskDefinition,
      knownDeploymentIds: [...replaces],
      createdAt: ours.createdAt?.getTime() ?? null,
      previousTaskDefinition: null,
    };
  } catch (error) {
    context.signal.throwIfAborted();
    const cause = translateError(error, { operation: 'ecs:ListServiceDeployments', subject: place.service });
    throw deploymentUnknown(place, { environment: context.environment.name, cause });
  }
}

async function listSince(
  { client, sdk }: Ecs,
  { place: { cluster, service }, at }: UnheardCall,
  { signal }: RunContext,
): Promise<readonly ServiceDeploymentBrief[]> {
  const command = new sdk.ListServiceDeploymentsCommand({ cluster, service });
  const { serviceDeployments = [] } = await client.send(command, { abortSignal: signal });
  return serviceDeployments
    .filter(({ createdAt }) => (createdAt?.getTime() ?? 0) >= at - skew)
    .filter(({ finishedAt }) => (finishedAt?.getTime() ?? Number.POSITIVE_INFINITY) >= at)
    .slice(0, serviceDeploymentsPerCall);
}

async function taskDefinitionsOf(
  { client, sdk }: Ecs,
  deployments: readonly ServiceDeploymentBrief[],
  { signal }: RunContext,
): Promise<ReadonlyMap<string, string>> {
  const serviceRevisionArns = deployments.flatMap(({ targetServiceRevisionArn }) => targetServiceRevisionArn ?? []);
  if (serviceRevisionArns.length === 0) return new Map();
  const command = new sdk.DescribeServiceRevisionsCommand({ serviceRevisionArns });
  const { serviceRevisions = [] } = await client.send(command, { abortSignal: signal });
  return new Map(
    serviceRevisions.map(({ serviceRevisionArn = '', taskDefinition = '' }) => [serviceRevisionArn, taskDefinition]),
  );
}
