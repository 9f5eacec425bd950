import { isAwsError, translateError } from '@funade/aws';
import { defineStep, type StepContext } from '@funade/core';
import { z } from 'zod';
import { type Ecs, useEcs } from '../api/ecs-client.ts';
import { namesOf } from '../arrival/names-of.ts';
import { nothingToRollBackTo } from '../model/rollout-errors.ts';
import { isEnded, type ServiceDeploymentView } from '../model/service-deployment.ts';
import { type StartedDeployment, startedDeployment } from '../model/started-deployment.ts';
import { lookAtServiceDeployments } from '../poll/look-at-service-deployments.ts';
import { lookWhose, otherWay, stopServiceDeployment } from '../rollback/roll-back.ts';
import { findServiceDeployment } from '../rollout/find-service-deployment.ts';

const input = z.strictObject({
  cluster: z.string(),
  service: z.string(),
  /** The deployment that is rolled back. */
  started: startedDeployment,
  /** Whether nothing else takes it back where ECS cannot. */
  alone: z.boolean().default(false),
});

const output = z.object({
  /** `not`: it has ended, or ECS cannot be told; an update to what ran before takes it back. */
  how: z.enum(['by-ecs', 'not']),
  ...startedDeployment.shape,
});

/**
 * Lets ECS roll a deployment back that is still in progress: one StopServiceDeployment with ROLLBACK. The old tasks of a blue/green
 * deployment then simply go on serving. One that has ended, or is not the newest any more, is left alone. Throws
 * `NOTHING_TO_ROLL_BACK_TO` where nothing else would take it back.
 */
export const rollBackByEcs = defineStep({
  kind: 'ecs.roll-back-by-ecs',
  input,
  output,
  effect: 'changes',
  async run({ cluster, service, started, alone }, context) {
    const ecs = await useEcs(context);
    const place = { cluster, service };
    const { inTheWay } = await lookWhose(ecs, { place, started }, context.signal);
    const open = inTheWay === null ? await openDeployment(ecs, { ...place, started }, context) : null;
    const told = open !== null && (isRollingBack(open) || (await tell(ecs, open.arn, context)));
    if (!told && alone) throw nothingToRollBackTo(place, { deploymentId: started.deploymentId, ...namesOf(context) });
    return { how: told ? ('by-ecs' as const) : ('not' as const), ...started };
  },
});

interface Place {
  readonly cluster: string;
  readonly service: string;
  readonly started: StartedDeployment;
}

/** The service deployment while it goes on; null when it has ended or cannot be seen. */
async function openDeployment(ecs: Ecs, place: Place, context: StepContext): Promise<ServiceDeploymentView | null> {
  const arn = await findServiceDeployment(place, place.started.deploymentId, context);
  if (arn === null) return null;
  const [look] = await lookAtServiceDeployments(ecs)([arn], context.signal);
  const found = look?.type === 'service-deployment' ? look.serviceDeployment : null;
  return found === null || isEnded(found) ? null : found;
}

function isRollingBack({ status }: ServiceDeploymentView): boolean {
  return status === 'ROLLBACK_REQUESTED' || status === 'ROLLBACK_IN_PROGRESS';
}

/** Whether ECS was told, or has ended it meanwhile in its own way, which the wait that follows tells. */
async function tell(ecs: Ecs, arn: string, context: StepContext): Promise<boolean> {
  try {
    await stopServiceDeployment(ecs, { arn, stopType: 'ROLLBACK' }, context.signal);
    return true;
  } catch (error) {
    if (isAwsError(error, 'ConflictException', 'ServiceDeploymentNotFoundException')) return true;
    const translated = translateError(error, { operation: 'ecs:StopServiceDeployment', subject: arn });
    if (!isAwsError(error, ...otherWay)) throw translated;
    context.warn(`ECS was not told to roll back: ${translated.message}; what ran before is deployed again`);
    return false;
  }
}
