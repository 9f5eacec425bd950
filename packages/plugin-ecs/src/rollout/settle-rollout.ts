import type { StepContext } from '@funade/core';
import { isTransientError } from '../api/is-transient-error.ts';
import { formatDuration } from '../model/duration.ts';
import { type AfterSuccess, afterSuccess } from './after-success.ts';
import type { EndedRollout } from './bad-rollout.ts';
import type { FailingFast } from './follow-rollout.ts';
import { hasLost } from './has-lost.ts';
import type { WaitInput } from './wait-input.ts';

/** How the tasks fared after the rollout was done: well, not, or the service went another way. */
export type Settled = { readonly state: 'settled' } | FailingFast | AfterSuccess;

/**
 * Watches the tasks of a deployment that is done. ECS says COMPLETED of tasks that die some seconds after they start, for
 * ever. Only reads; ends at the first death that speaks against the revision (or at as many as `failFast` says).
 */
export async function settleRollout(request: WaitInput, rollout: EndedRollout, context: StepContext): Promise<Settled> {
  const { ending, reasons, watch } = rollout;
  const { settleSeconds, failFast } = request;
  const { deploymentId } = ending.started;
  const most = failFast === 0 ? Number.POSITIVE_INFINITY : (failFast ?? 1);
  const begun = context.clock.monotonic();
  const waited = (): number => (context.clock.monotonic() - begun) / 1000;
  await reasons.look(deploymentId, 'last');
  const before = reasons.deaths();
  let seen = ending.service?.deployments.find(({ id }) => id === deploymentId);
  context.progress(`done; watching its tasks for ${formatDuration(settleSeconds)}`, {
    until: Math.round(context.clock.now() + settleSeconds * 1000),
  });
  for (;;) {
    const last = waited() >= settleSeconds;
    await reasons.look(deploymentId, last ? 'last' : undefined);
    const report = reasons.worst();
    if (report !== null && reasons.deaths() - before >= most)
      return { state: 'failing-fast', report, settledSeconds: waited() };
    if (last) return { state: 'settled' };
    watch.follow(null);
    const look = await watch.next(context.signal);
    if (look.type === 'unseen' && !isTransientError(look.error)) throw look.error;
    if (look.type !== 'seen') continue;
    const after = afterSuccess(ending.started, look.service);
    if (after.state !== 'serves') return after;
    const ours = look.service?.deployments.find(({ id }) => id === deploymentId);
    if (hasLost(seen, ours)) reasons.expect();
    seen = ours ?? seen;
  }
}
