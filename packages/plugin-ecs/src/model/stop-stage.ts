import type { LifecycleStage } from './lifecycle-stage.ts';

/**
 * Stages at which a rollout can be stopped for a look at the new tasks: those that may have a PAUSE hook, from the moment on at which
 * all new tasks run. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/pause-lifecycle-hooks.html
 */
export const stopStages = [
  'POST_SCALE_UP',
  'POST_TEST_TRAFFIC_SHIFT',
  'PRE_PRODUCTION_TRAFFIC_SHIFT',
  'POST_PRODUCTION_TRAFFIC_SHIFT',
] as const satisfies readonly LifecycleStage[];

export type StopStage = (typeof stopStages)[number];

/** A rollout is followed until a hook pauses it at this stage, or it has left the stage behind. */
export interface PausedAt {
  readonly pausedAt: StopStage;
}

/** Whether a plugin may ask for a stop there. */
export function isStopStage(stage: string): stage is StopStage {
  return stopStages.some((known) => known === stage);
}
