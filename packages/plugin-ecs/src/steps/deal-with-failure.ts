import { translateError } from '@funade/aws';
import { type DeployError, isDeployError, type StepContext } from '@funade/core';
import { useEcs } from '../ecs-client.ts';
import { type BadRollout, rolloutError, whyOf } from '../rules/rollout-error.ts';
import type { Ending, FollowingMeans } from './follow-rollout.ts';
import { goBack } from './go-back.ts';
import { namesOf } from './names-of.ts';
import { stopServiceDeployment } from './take-back.ts';
import type { WaitInput } from './wait-for-rollout.ts';

/** A rollout whose following has ended, and the means to follow on. */
export interface EndedRollout extends FollowingMeans {
  readonly ending: Ending;
}

/**
 * What becomes of a rollout that has failed without ECS going back, as `onFailure` says. Returns the error that tells how
 * that went.
 */
export async function dealWithFailure(
  request: WaitInput,
  rollout: EndedRollout,
  context: StepContext,
): Promise<DeployError> {
  const { verdict } = rollout.ending;
  if (verdict.state !== 'dying' && verdict.state !== 'failed') throw new TypeError(`nothing failed: ${verdict.state}`);
  const failed = (left: string): DeployError =>
    rolloutError(request, badRollout(request, { ...rollout, verdict, left }, context));
  switch (request.onFailure) {
    case 'leave':
      return failed(verdict.state === 'dying' ? 'ECS goes on with it' : 'ECS has stopped it');
    case 'stop':
      return failed(await stop(rollout, context));
    case 'rollback': {
      const { message, code } = failed('going back');
      context.progress(message, { code });
      const about = badRollout(request, { ...rollout, verdict, left: null }, context);
      return goBack(request, { ...rollout, why: whyOf(about), failed }, context);
    }
  }
}

/** What the error of a rollout is made from. */
export function badRollout(
  { budgetSeconds }: WaitInput,
  { ending, reasons, verdict, left }: EndedRollout & Pick<BadRollout, 'verdict' | 'left'>,
  context: StepContext,
): BadRollout {
  const { started, service, serviceDeployment } = ending;
  return {
    verdict,
    deploymentId: started.deploymentId,
    service,
    serviceDeployment,
    budgetSeconds,
    report: reasons.worst(),
    left,
    ...namesOf(context),
  };
}

async function stop({ ending }: EndedRollout, context: StepContext): Promise<string> {
  const { serviceDeployment, verdict } = ending;
  if (verdict.state !== 'dying') return 'ECS has stopped it';
  if (serviceDeployment === null) return 'ECS goes on with it, as its service deployment can not be seen';
  try {
    const { arn } = serviceDeployment;
    await stopServiceDeployment(await useEcs(context), { arn, stopType: 'ABORT' }, context.signal);
    return 'it was stopped where it is';
  } catch (error) {
    context.signal.throwIfAborted();
    const { message } = isDeployError(error)
      ? error
      : translateError(error, { operation: 'ecs:StopServiceDeployment' });
    return `ECS goes on with it, as stopping it was refused (${message})`;
  }
}
