import type { DeploymentView } from './rollout-views.ts';

/** Whether a deployment has fewer tasks or more failures than before, so that some of its tasks must have stopped. */
export function hasLost(before: DeploymentView | undefined, now: DeploymentView | undefined): boolean {
  if (now === undefined) return before !== undefined && before.failed > 0;
  if (before === undefined) return now.failed > 0;
  return now.failed > before.failed || now.running + now.pending < before.running + before.pending;
}
