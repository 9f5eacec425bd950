import type { DeploymentView } from '../model/rollout-views.ts';

/** Whether a deployment has fewer tasks or more failures than before, so that some of its tasks must have stopped. */
export function hasLost(before: DeploymentView | undefined, now: DeploymentView | undefined): boolean {
  if (now === undefined) return before !== undefined && before.failed > 0;
  if (before === undefined) return now.failed > 0;
  const fewer = now.running + now.pending < before.running + before.pending;
  // A task that has been replaced already leaves the sum as it was.
  return fewer || now.running < before.running || now.failed > before.failed;
}
