import type { ServiceDeploymentBrief, ServiceRevision } from '@aws-sdk/client-ecs';
import { translateError, useHttp } from '@funade/aws';
import type { RunContext } from '@funade/core';
import type { Ecs } from '../api/ecs-client.ts';
import { serviceDeploymentsPerCall } from '../api/poll-schedule.ts';
import type { ServiceRef } from '../model/errors.ts';
import { deploymentIdOf } from '../model/service-deployment.ts';
import type { StartedDeployment } from '../model/started-deployment.ts';
import { deploymentUnknown } from '../model/watch-errors.ts';

/** What a call sent: the ARN of a revision, or the image of a service of Express Mode, whose revision ECS makes. */
export type SentRevision = { readonly taskDefinition: string } | { readonly image: string };

/** A call that starts a deployment and whose answer nobody heard. */
export interface UnheardCall {
  readonly place: ServiceRef;
  readonly sent: SentRevision;
  /** Ids of the deployments that it was to replace. */
  readonly replaces: readonly string[];
  /** When it was begun, in milliseconds since the epoch, by the clock of the machine. */
  readonly at: number;
}

/** Milliseconds that the clock of the machine may have been ahead of that of ECS, where it was another machine's. */
const skew = 300_000;
/** Milliseconds that AWS's time, as its answers tell it, may be off: they tell whole seconds, and come late. */
const heardLate = 2_000;

/**
 * The deployment that a call started whose answer was never heard: the newest one since then that deploys the revision which
 * was sent. Null when there is none, so that the call did not take effect.
 *
 * Throws `DEPLOYMENT_UNKNOWN` where it cannot be known.
 */
export async function findStarted(ecs: Ecs, call: UnheardCall, context: RunContext): Promise<StartedDeployment | null> {
  const { place, sent, replaces } = call;
  try {
    const others = (await listSince(ecs, call, context)).filter(
      ({ targetServiceRevisionArn = '' }) => !replaces.includes(deploymentIdOf(targetServiceRevisionArn)),
    );
    const revisions = await readRevisions(ecs, others, context);
    const ours = others.flatMap(({ targetServiceRevisionArn, createdAt }) => {
      const revision = revisions.find(({ serviceRevisionArn }) => serviceRevisionArn === targetServiceRevisionArn);
      return revision !== undefined && deploys(revision, sent) ? { ...revision, createdAt } : [];
    })[0];
    if (ours === undefined) return null;
    return {
      deploymentId: deploymentIdOf(ours.serviceRevisionArn ?? ''),
      taskDefinition: ours.taskDefinition ?? '',
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
  context: RunContext,
): Promise<readonly ServiceDeploymentBrief[]> {
  const command = new sdk.ListServiceDeploymentsCommand({ cluster, service });
  const { serviceDeployments = [] } = await client.send(command, { abortSignal: context.signal });
  const { ahead } = (await useHttp(context)).awsTime;
  const begun = at + ahead - heardLate;
  return serviceDeployments
    .filter(({ createdAt }) => (createdAt?.getTime() ?? 0) >= begun - skew)
    .filter(({ finishedAt }) => (finishedAt?.getTime() ?? Number.POSITIVE_INFINITY) >= begun)
    .slice(0, serviceDeploymentsPerCall);
}

async function readRevisions(
  { client, sdk }: Ecs,
  deployments: readonly ServiceDeploymentBrief[],
  { signal }: RunContext,
): Promise<readonly ServiceRevision[]> {
  const serviceRevisionArns = deployments.flatMap(({ targetServiceRevisionArn }) => targetServiceRevisionArn ?? []);
  if (serviceRevisionArns.length === 0) return [];
  const command = new sdk.DescribeServiceRevisionsCommand({ serviceRevisionArns });
  const { serviceRevisions = [] } = await client.send(command, { abortSignal: signal });
  return serviceRevisions;
}

function deploys({ taskDefinition, containerImages = [] }: ServiceRevision, sent: SentRevision): boolean {
  if ('taskDefinition' in sent) return taskDefinition === sent.taskDefinition;
  return containerImages.some(({ image }) => image === sent.image);
}
