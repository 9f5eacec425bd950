import { isAwsError, translateError } from '@funade/aws';
import type { Ecs } from '../api/ecs-client.ts';
import type { ServicePlace } from '../model/errors.ts';
import type { StartedDeployment } from '../model/started-deployment.ts';
import { serviceView } from '../service/service-view.ts';

/** What is to be taken back. */
export interface TakeBack {
  readonly place: ServicePlace;
  /** Null where it can't be seen. */
  readonly serviceDeployment: string | null;
  /** ARN of the revision that ran before; null when nobody knows it. */
  readonly previousTaskDefinition: string | null;
}

/** How a deployment was taken back: by ECS itself, or by a deployment of what ran before. */
export type TakenBack =
  | { readonly type: 'by-ecs' }
  /** It had ended, or is ending in another way; what became of it is to be looked at. */
  | { readonly type: 'ended' }
  | { readonly type: 'by-update'; readonly started: StartedDeployment }
  | { readonly type: 'nothing-to-go-back-to' };

/** Refusals after which the other way is tried. */
const otherWay = [
  'AccessDeniedException',
  'UnsupportedFeatureException',
  'InvalidParameterException',
  'ClientException',
];

/**
 * Tells ECS to go back: StopServiceDeployment where that is possible and permitted, else UpdateService to the revision that
 * ran before. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_StopServiceDeployment.html
 */
export async function takeBack(ecs: Ecs, what: TakeBack, abortSignal: AbortSignal): Promise<TakenBack> {
  if (what.serviceDeployment !== null) {
    try {
      await stopServiceDeployment(ecs, { arn: what.serviceDeployment, stopType: 'ROLLBACK' }, abortSignal);
      return { type: 'by-ecs' };
    } catch (error) {
      // An update now could undo somebody's deployment.
      if (isAwsError(error, 'ConflictException', 'ServiceDeploymentNotFoundException')) return { type: 'ended' };
      if (!isAwsError(error, ...otherWay)) {
        throw translateError(error, { operation: 'ecs:StopServiceDeployment', subject: what.place.service });
      }
    }
  }
  if (what.previousTaskDefinition === null) return { type: 'nothing-to-go-back-to' };
  return updateBack(ecs, { place: what.place, taskDefinition: what.previousTaskDefinition }, abortSignal);
}

/** Sends one StopServiceDeployment; what AWS answers is thrown as it is. */
export async function stopServiceDeployment(
  { client, sdk }: Ecs,
  { arn, stopType }: { readonly arn: string; readonly stopType: 'ROLLBACK' | 'ABORT' },
  abortSignal: AbortSignal,
): Promise<void> {
  await client.send(new sdk.StopServiceDeploymentCommand({ serviceDeploymentArn: arn, stopType }), { abortSignal });
}

async function updateBack(
  { client, sdk }: Ecs,
  { place, taskDefinition }: { readonly place: ServicePlace; readonly taskDefinition: string },
  abortSignal: AbortSignal,
): Promise<TakenBack> {
  const { cluster, service: name } = place;
  try {
    const command = new sdk.UpdateServiceCommand({ cluster, service: name, taskDefinition });
    const { service = {} } = await client.send(command, { abortSignal });
    const { deployments } = serviceView(service);
    const primary = deployments.find(({ status }) => status === 'PRIMARY');
    // Where the failed deployment is of that very revision, ECS keeps it.
    if (primary === undefined || primary.rolloutState === 'FAILED') return { type: 'nothing-to-go-back-to' };
    const { id: deploymentId, createdAt } = primary;
    const knownDeploymentIds = deployments.map(({ id }) => id).filter((id) => id !== deploymentId);
    return {
      type: 'by-update',
      started: { deploymentId, taskDefinition, knownDeploymentIds, createdAt, previousTaskDefinition: null },
    };
  } catch (error) {
    throw translateError(error, { operation: 'ecs:UpdateService', subject: `${cluster}/${name}` });
  }
}
