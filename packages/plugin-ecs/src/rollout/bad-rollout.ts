import type { StepContext } from '@funade/core';
import { namesOf } from '../arrival/names-of.ts';
import type { Ending, FollowingMeans } from './follow-rollout.ts';
import type { BadRollout } from './rollout-error.ts';
import type { WaitInput } from './wait-input.ts';

/** A rollout whose following has ended, and the means to follow on. */
export interface EndedRollout extends FollowingMeans {
  readonly ending: Ending;
}

/** What the error of a rollout is made from. */
export function badRollout(
  { budgetSeconds }: WaitInput,
  { ending, reasons, verdict, left }: EndedRollout & Pick<BadRollout, 'verdict' | 'left'>,
  context: StepContext,
): BadRollout {
  const { started, service, serviceDeployment, rollback } = ending;
  return {
    verdict,
    deploymentId: started.deploymentId,
    taskDefinition: started.taskDefinition,
    service,
    serviceDeployment,
    rollback,
    budgetSeconds,
    report: reasons.worst(),
    left,
    ...namesOf(context),
  };
}
