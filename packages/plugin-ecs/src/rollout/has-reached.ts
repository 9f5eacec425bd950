import { hasPassed } from '../model/lifecycle-stage.ts';
import type { RolloutVerdict } from '../model/rollout-views.ts';
import type { PausedAt } from '../model/stop-stage.ts';
import { isStage, type WaitUntil } from '../model/wait-until.ts';

/** Whether a rollout that continues is where it is waited for; a rollback is nowhere. */
export function hasReached(until: WaitUntil | PausedAt, verdict: RolloutVerdict): boolean {
  if (verdict.state !== 'rolling-out' && verdict.state !== 'paused') return false;
  if (typeof until === 'object') return isStopped(until, verdict);
  if (until === 'paused') return verdict.state === 'paused';
  return isStage(until) && hasPassed(verdict.stage, until);
}

type Standing = Extract<RolloutVerdict, { state: 'rolling-out' | 'paused' }>;

/** A hook is seen to pause a stage some time after the stage has begun. */
function isStopped({ pausedAt }: PausedAt, { state, stage }: Standing): boolean {
  if (!hasPassed(stage, pausedAt)) return false;
  // ECS does not name this stage: its hooks run as the next one begins.
  const lasting = pausedAt === 'PRE_PRODUCTION_TRAFFIC_SHIFT' ? 'PRODUCTION_TRAFFIC_SHIFT' : pausedAt;
  return state === 'paused' || (stage !== pausedAt && stage !== lasting);
}
