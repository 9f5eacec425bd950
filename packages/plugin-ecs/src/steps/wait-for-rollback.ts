import { type DeployError, defineStep, type StepContext } from '@funade/core';
import { z } from 'zod';
import { namesOf } from '../arrival/names-of.ts';
import { revisionName } from '../model/revision-name.ts';
import { abortedTooLate, rollbackFailed, rolledBack } from '../model/rollout-errors.ts';
import type { DeploymentView } from '../model/rollout-views.ts';
import { startedDeployment } from '../model/started-deployment.ts';
import { useRolloutPoller } from '../poll/use-rollout-poller.ts';
import { followRollout } from '../rollout/follow-rollout.ts';
import { rolloutError, whyOf } from '../rollout/rollout-error.ts';
import { budgetOf } from '../rollout/wait-input.ts';
import { createReasonFinder } from '../stopped-task/find-reasons.ts';

const input = z.strictObject({
  cluster: z.string(),
  service: z.string(),
  /** Id of the deployment that is rolled back. */
  aborted: z.string(),
  /** `not`: nothing was told to, and nothing is waited for. */
  how: z.enum(['by-ecs', 'by-update', 'not']),
  ...startedDeployment.shape,
  /** Seconds on the clock from the start of this step. */
  budgetSeconds: z.number().positive(),
  /** Of a plan's rollback: that ECS has rolled back is its success, and what else there is may be for the update that follows. */
  planned: z.enum(['alone', 'before-update']).optional(),
});

type Input = z.output<typeof input>;

/**
 * Waits until the version that ran before serves again. It never succeeds, but within the rollback of a plan: the end of a
 * deployment that was rolled back is `ROLLED_BACK`, whoever wanted it. Reads only.
 *
 * Throws `ROLLED_BACK`, `ROLLBACK_FAILED`, `ABORTED_TOO_LATE`, and what a rollout ends with that is neither.
 */
export const waitForRollback = defineStep({
  kind: 'ecs.wait-for-rollback',
  waits: true,
  effect: 'none',
  deadlineSeconds: budgetOf,
  input,
  output: z.object({
    /** Whether ECS has rolled back, so that what ran before serves. */
    serves: z.boolean(),
  }),
  async run({ how, ...request }, context) {
    if (how === 'not') return { serves: false };
    const error = await endOf({ ...request, how }, context);
    if (request.planned !== undefined && error.code === 'ROLLED_BACK') return { serves: true };
    if (request.planned !== 'before-update' || !leftToUpdate.includes(error.code)) throw error;
    context.progress(error.message);
    return { serves: false };
  },
});

/** Ends after which an update can still bring back what ran before. */
const leftToUpdate: readonly string[] = ['ABORTED_TOO_LATE', 'ROLLBACK_FAILED', 'ROLLOUT_STOPPED'];

type Told = Input & { readonly how: 'by-ecs' | 'by-update' };

async function endOf(request: Told, context: StepContext): Promise<DeployError> {
  const poller = await useRolloutPoller(context);
  const { taskDefinition, aborted, how, budgetSeconds } = request;
  const reasons = await createReasonFinder({ place: request, taskDefinition }, context);
  using watch = poller.watch(request);
  const rollback = { how, deploymentId: aborted, why: null };
  const following = { place: request, started: request, budgetSeconds, failFast: 0, rollback };
  const { verdict, service, serviceDeployment } = await followRollout(following, { watch, reasons }, context);
  const requested = how === 'by-ecs' && taskDefinition !== '' ? taskDefinition : null;
  const about = {
    deploymentId: aborted,
    taskDefinition: requested,
    service,
    serviceDeployment,
    rollback,
    report: null,
  };
  const serving = (to: DeploymentView | null) => ({
    deploymentId: aborted,
    ...namesOf(context),
    to: to === null ? null : { id: to.id, taskDefinition: revisionName(to.taskDefinition) },
    by: 'us' as const,
    why: whyOf(about),
  });
  switch (verdict.state) {
    case 'rolled-back':
      return how === 'by-ecs' ? rolledBack(request, serving(verdict.to)) : rollbackFailed(request, serving(verdict.to));
    case 'succeeded':
      return how === 'by-update' ? rolledBack(request, serving(verdict.ours)) : abortedTooLate(request, aborted);
    case 'rollback-failed':
      return rollbackFailed(request, serving(verdict.to));
    case 'failed':
    case 'stopped':
    case 'failing-fast':
      return rollbackFailed(request, serving(null));
    case 'reached':
      throw new TypeError('a rollback is followed to its end');
    default:
      return rolloutError(request, { ...about, verdict, budgetSeconds, left: null, ...namesOf(context) });
  }
}
