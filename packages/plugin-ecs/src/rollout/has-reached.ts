import { hasPassed } from '../model/lifecycle-stage.ts';
import type { RolloutVerdict } from '../model/rollout-views.ts';
import { isStage, type WaitUntil } from '../model/wait-until.ts';

/** Whether a rollout that continues is where it is waited for; a rollback is nowhere. */
export function hasReached(until: WaitUntil, verdict: RolloutVerdict): boolean {
  if (verdict.state !== 'rolling-out' && verdict.state !== 'paused') return false;
  if (until === 'paused') return verdict.state === 'paused';
  return isStage(until) && hasPassed(verdict.stage, until);
}
