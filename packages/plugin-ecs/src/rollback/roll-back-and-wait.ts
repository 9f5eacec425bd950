import type { DeployError, StepContext } from '@funade/core';
import { namesOf } from '../arrival/names-of.ts';
import { supersededBy } from '../arrival/superseded-by.ts';
import { revisionName } from '../model/revision-name.ts';
import { rollbackFailed, rolledBack, type Why } from '../model/rollout-errors.ts';
import type { RolloutStand } from '../model/rollout-stand.ts';
import type { DeploymentView } from '../model/rollout-views.ts';
import type { RolledBackBy } from '../model/service-deployment.ts';
import { badRollout, type EndedRollout } from '../rollout/bad-rollout.ts';
import { type Ending, followRollout } from '../rollout/follow-rollout.ts';
import { rolloutError } from '../rollout/rollout-error.ts';
import { rolloutStand } from '../rollout/rollout-stand.ts';
import type { WaitInput } from '../rollout/wait-input.ts';
import { type RollbackStart, rollBack } from './roll-back.ts';

/** A rollout that failed, and the means to roll back. */
export interface FailedRollout extends EndedRollout {
  readonly why: Why;
  /** Why, in a word or two; null when nobody knows. */
  readonly cause: string | null;
  /** The error when nothing was rolled back to; `left` says what becomes of the deployment. */
  failed(left: string): DeployError;
}

/**
 * Rolls back to what ran before, waits for that with a budget of its own, and returns the error that says how it went.
 * Throws as `followRollout` does, and what AWS refuses.
 */
export async function rollBackAndWait(
  request: WaitInput,
  rollout: FailedRollout,
  context: StepContext,
): Promise<DeployError> {
  const { ending, watch, reasons, why, failed } = rollout;
  const { previousTaskDefinition, rollbackSeconds: budgetSeconds = request.budgetSeconds } = request;
  const { deploymentId } = ending.started;
  // A deployment that ECS has failed or completed already cannot be stopped any more.
  const open = ending.verdict.state === 'failing-fast' && ending.verdict.settledSeconds === null;
  const serviceDeployment = open ? (ending.serviceDeployment?.arn ?? null) : null;
  const what = { place: request, started: ending.started, serviceDeployment, previousTaskDefinition };
  const back = await rollBack(what, context);
  if (back.type === 'superseded') return supersededBy(request, { deploymentId, by: back.by });
  if (back.type === 'nothing-to-roll-back-to') {
    return failed(`there is nothing to roll back to${open ? ', so ECS continues it' : ''}`);
  }
  context.progress(`rolling ${deploymentId} back`, { deploymentId, how: back.type });
  const started = back.type === 'by-update' ? back.started : ending.started;
  if (back.type === 'by-update') watch.follow(null);
  const how = back.type === 'by-update' ? 'by-update' : 'by-ecs';
  const rollback = { how, deploymentId, why: rollout.cause } as const;
  const following = { place: request, started, budgetSeconds, failFast: 0, rollback };
  const after = await followRollout(following, { watch, reasons }, context);
  const { verdict } = after;
  const to = servingAgain(verdict);
  const named = to === null ? null : { id: to.id, taskDefinition: revisionName(to.taskDefinition) };
  const stand = standAfter(why.stand, after);
  const step = { deploymentId, ...namesOf(context), to: named, by: 'us', why: { ...why, stand } } as const;
  switch (verdict.state) {
    case 'rolled-back':
      return back.type === 'by-update'
        ? rollbackFailed(request, step)
        : rolledBack(request, { ...step, by: verdictBy(back, verdict.by) });
    case 'succeeded':
      return back.type === 'by-update'
        ? rolledBack(request, step)
        : failed('ECS completed it before it could be rolled back');
    case 'superseded':
    case 'deleted':
    case 'timed-out':
    case 'paused':
      return rolloutError(request, badRollout(request, { ...rollout, ending: after, verdict, left: null }, context));
    default:
      return rollbackFailed(request, step);
  }
}

/** Who rolled it back: this run, unless ECS or somebody was there before. */
function verdictBy({ type }: RollbackStart, by: RolledBackBy): RolledBackBy | 'us' {
  return type === 'by-ecs' ? 'us' : by;
}

function servingAgain(verdict: Ending['verdict']): DeploymentView | null {
  if (verdict.state === 'succeeded') return verdict.ours;
  return verdict.state === 'rolled-back' || verdict.state === 'rollback-failed' ? verdict.to : null;
}

/** Where the service stands after the rollback; of what was counted before, what nobody counts any more. */
function standAfter(before: RolloutStand, { started, service, serviceDeployment }: Ending): RolloutStand {
  const { deploymentId, taskDefinition } = started;
  const after = rolloutStand({ deploymentId, taskDefinition, service, serviceDeployment });
  return {
    ...after,
    requested: before.requested,
    serviceDeployment: before.serviceDeployment ?? after.serviceDeployment,
    circuitBreaker: before.circuitBreaker ?? after.circuitBreaker,
    alarms: before.alarms.length > 0 ? before.alarms : after.alarms,
  };
}
