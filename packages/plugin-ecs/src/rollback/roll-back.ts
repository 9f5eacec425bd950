import type { Service } from '@aws-sdk/client-ecs';
import { isAwsError, translateError } from '@funade/aws';
import type { StepContext } from '@funade/core';
import { type Ecs, useEcs, useEcsForWrites } from '../api/ecs-client.ts';
import { sendAfterLook } from '../api/send-after-look.ts';
import { readService } from '../arrival/read-service.ts';
import { warnReplaced } from '../arrival/warn-replaced.ts';
import { whoseService } from '../arrival/whose-service.ts';
import type { ServiceRef } from '../model/errors.ts';
import type { DeploymentView } from '../model/rollout-views.ts';
import type { StartedDeployment } from '../model/started-deployment.ts';
import { serviceView } from '../service/service-view.ts';

/** What is to be rolled back. */
export interface RollbackRequest {
  readonly place: ServiceRef;
  readonly started: Pick<StartedDeployment, 'deploymentId' | 'knownDeploymentIds' | 'createdAt'>;
  /** Null where it cannot be seen. */
  readonly serviceDeployment: string | null;
  /** ARN of the revision that ran before; null when nobody knows it. */
  readonly previousTaskDefinition: string | null;
}

/** How a deployment was rolled back: by ECS itself, or by a deployment of what ran before. */
export type RollbackStart =
  | { readonly type: 'by-ecs' }
  /** It had ended, or is ending in another way; what became of it is to be looked at. */
  | { readonly type: 'ended' }
  /** Somebody's newer deployment has taken its place: nothing was sent. */
  | { readonly type: 'superseded'; readonly by: DeploymentView }
  | { readonly type: 'by-update'; readonly started: StartedDeployment }
  | { readonly type: 'nothing-to-roll-back-to' };

/** Refusals after which the other way is tried. */
export const otherWay = [
  'AccessDeniedException',
  'UnsupportedFeatureException',
  'InvalidParameterException',
  'ClientException',
];

/**
 * Tells ECS to roll back: StopServiceDeployment where that is possible and permitted, else UpdateService to the revision that
 * ran before. Looks right before each: nothing is sent where the service is not that deployment's any more.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_StopServiceDeployment.html
 */
export async function rollBack(what: RollbackRequest, context: StepContext): Promise<RollbackStart> {
  const ecs = await useEcs(context);
  if (what.serviceDeployment !== null) {
    const { inTheWay } = await lookWhose(ecs, what, context.signal);
    if (inTheWay !== null) return inTheWay;
    try {
      await stopServiceDeployment(ecs, { arn: what.serviceDeployment, stopType: 'ROLLBACK' }, context.signal);
      return { type: 'by-ecs' };
    } catch (error) {
      // An update now could undo somebody's deployment.
      if (isAwsError(error, 'ConflictException', 'ServiceDeploymentNotFoundException')) return { type: 'ended' };
      if (!isAwsError(error, ...otherWay)) {
        throw translateError(error, { operation: 'ecs:StopServiceDeployment', subject: what.place.service });
      }
    }
  }
  return rollBackByUpdate(ecs, what, context);
}

async function rollBackByUpdate(ecs: Ecs, what: RollbackRequest, context: StepContext): Promise<RollbackStart> {
  const { place, previousTaskDefinition: taskDefinition } = what;
  let before: Service | null = null;
  const taken = async (after: Service): Promise<RollbackStart> => {
    const back = byUpdate(after);
    const made = back.type === 'by-update' ? back.started.deploymentId : what.started.deploymentId;
    if (before !== null) await warnReplaced(ecs, { before, after, made }, context);
    return back;
  };
  return sendAfterLook<RollbackStart>(
    {
      operation: 'UpdateService',
      look: async () => {
        const { service, inTheWay } = await lookWhose(ecs, what, context.signal);
        // Somebody, or a call of ours whose answer was lost, brought back what ran before.
        if (inTheWay?.type === 'superseded' && inTheWay.by.taskDefinition === taskDefinition) return taken(service);
        before = service;
        return inTheWay ?? (taskDefinition === null ? { type: 'nothing-to-roll-back-to' } : null);
      },
      send: async () => taken(await send({ ...place, taskDefinition: taskDefinition ?? '' }, context)),
    },
    context,
  );
}

/** Whether a deployment cannot be rolled back because the service is not its own any more, and the service as it is seen. */
interface Look {
  readonly service: Service;
  readonly inTheWay: Extract<RollbackStart, { type: 'ended' | 'superseded' }> | null;
}

/** Looks whose a service is right before a deployment of it is rolled back or stopped. Throws what AWS refuses. */
export async function lookWhose(
  ecs: Ecs,
  { place, started }: Pick<RollbackRequest, 'place' | 'started'>,
  signal: AbortSignal,
): Promise<Look> {
  const read = await readService(ecs, place, signal);
  if (read === null) return { service: {}, inTheWay: { type: 'ended' } };
  const service = read.seen;
  const found = whoseService(serviceView(service), started);
  switch (found.whose) {
    case 'ours':
    case 'nobody':
      return { service, inTheWay: null };
    case 'before':
      return { service, inTheWay: { type: 'ended' } };
    case 'newer':
      return { service, inTheWay: { type: 'superseded', by: found.by } };
  }
}

function byUpdate(service: Service): RollbackStart {
  const { deployments } = serviceView(service);
  const primary = deployments.find(({ status }) => status === 'PRIMARY');
  // Where the failed deployment is of that very revision, ECS keeps it.
  if (primary === undefined || primary.rolloutState === 'FAILED') return { type: 'nothing-to-roll-back-to' };
  const { id: deploymentId, taskDefinition, createdAt } = primary;
  const knownDeploymentIds = deployments.map(({ id }) => id).filter((id) => id !== deploymentId);
  return {
    type: 'by-update',
    started: { deploymentId, taskDefinition, knownDeploymentIds, createdAt, previousTaskDefinition: null },
  };
}

/** Sends one StopServiceDeployment; what AWS answers is thrown as it is. */
export async function stopServiceDeployment(
  { client, sdk }: Ecs,
  { arn, stopType }: { readonly arn: string; readonly stopType: 'ROLLBACK' | 'ABORT' },
  abortSignal: AbortSignal,
): Promise<void> {
  await client.send(new sdk.StopServiceDeploymentCommand({ serviceDeploymentArn: arn, stopType }), { abortSignal });
}

async function send(input: ServiceRef & { readonly taskDefinition: string }, context: StepContext): Promise<Service> {
  const { client, sdk } = await useEcsForWrites(context);
  try {
    const { service = {} } = await client.send(new sdk.UpdateServiceCommand(input), { abortSignal: context.signal });
    return service;
  } catch (error) {
    throw translateError(error, { operation: 'ecs:UpdateService', subject: `${input.cluster}/${input.service}` });
  }
}
