import { translateError } from '@funade/aws';
import { type DeployError, isDeployError, type StepContext } from '@funade/core';
import { useEcs } from '../api/ecs-client.ts';
import { supersededBy } from '../arrival/superseded-by.ts';
import { badRollout, type EndedRollout } from '../rollout/bad-rollout.ts';
import type { FailingFast } from '../rollout/follow-rollout.ts';
import { rolloutError, whyOf } from '../rollout/rollout-error.ts';
import type { WaitInput } from '../rollout/wait-input.ts';
import { lookWhose, stopServiceDeployment } from './roll-back.ts';
import { rollBackAndWait } from './roll-back-and-wait.ts';

/**
 * What becomes of a rollout that has failed without ECS rolling back, as `onFailure` says. Returns the error that tells how
 * that went.
 */
export async function dealWithFailure(
  request: WaitInput,
  rollout: EndedRollout,
  context: StepContext,
): Promise<DeployError> {
  const { verdict } = rollout.ending;
  if (verdict.state !== 'failing-fast' && verdict.state !== 'failed')
    throw new TypeError(`nothing failed: ${verdict.state}`);
  const failed = (left: string): DeployError =>
    rolloutError(request, badRollout(request, { ...rollout, verdict, left }, context));
  const { onFailure } = request;
  // Told before anything is done: a run that takes this one up knows then whose doing it was.
  const dealing = { deals: onFailure, deploymentId: rollout.ending.started.deploymentId };
  switch (onFailure) {
    case 'leave':
      return failed(
        verdict.state === 'failed' ? 'ECS has stopped it' : isDone(verdict) ? 'it keeps serving' : 'ECS continues it',
      );
    case 'stop': {
      const { message, code } = failed('stopping it');
      context.progress(message, { code, ...dealing });
      return stop(request, { ...rollout, failed }, context);
    }
    case 'rollback': {
      const { message, code } = failed('rolling back');
      context.progress(message, { code, ...dealing });
      const cause = rollout.reasons.worst()?.cause.class ?? null;
      const about = badRollout(request, { ...rollout, verdict, left: null }, context);
      return rollBackAndWait(request, { ...rollout, why: whyOf(about), cause, failed }, context);
    }
  }
}

/** Whether ECS had completed the deployment before its tasks died. */
function isDone({ settledSeconds }: FailingFast): boolean {
  return settledSeconds !== null;
}

async function stop(
  request: WaitInput,
  { ending, failed }: EndedRollout & { failed(left: string): DeployError },
  context: StepContext,
): Promise<DeployError> {
  const { serviceDeployment, verdict, started } = ending;
  if (verdict.state !== 'failing-fast') return failed('ECS has stopped it');
  if (isDone(verdict)) return failed('it keeps serving, because a completed deployment cannot be stopped');
  if (serviceDeployment === null) return failed('ECS continues it, because its service deployment cannot be read');
  try {
    const ecs = await useEcs(context);
    const { inTheWay } = await lookWhose(ecs, { place: request, started }, context.signal);
    const { deploymentId } = started;
    if (inTheWay?.type === 'superseded') return supersededBy(request, { deploymentId, by: inTheWay.by });
    if (inTheWay !== null) return failed('ECS has stopped it');
    const { arn } = serviceDeployment;
    await stopServiceDeployment(ecs, { arn, stopType: 'ABORT' }, context.signal);
    return failed('it was stopped midway');
  } catch (error) {
    context.signal.throwIfAborted();
    const { message } = isDeployError(error)
      ? error
      : translateError(error, { operation: 'ecs:StopServiceDeployment' });
    return failed(`ECS continues it, because stopping it was refused (${message})`);
  }
}
