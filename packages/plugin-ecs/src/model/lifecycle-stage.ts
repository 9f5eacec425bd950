/**
 * The stages of a native blue/green, linear or canary deployment, in the order in which they are passed.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/blue-green-deployment-how-it-works.html
 */
export const lifecycleStages = [
  'RECONCILE_SERVICE',
  'PRE_SCALE_UP',
  'SCALE_UP',
  'POST_SCALE_UP',
  'TEST_TRAFFIC_SHIFT',
  'POST_TEST_TRAFFIC_SHIFT',
  'PRE_PRODUCTION_TRAFFIC_SHIFT',
  'PRODUCTION_TRAFFIC_SHIFT',
  'POST_PRODUCTION_TRAFFIC_SHIFT',
  'BAKE_TIME',
  'CLEAN_UP',
] as const;

export type LifecycleStage = (typeof lifecycleStages)[number];

/** Whether a stage is another one, or comes after it; no when ECS names a stage that we do not know. */
export function hasPassed(stage: string | null, other: LifecycleStage): boolean {
  const positions: readonly string[] = lifecycleStages;
  return stage !== null && positions.indexOf(stage) >= lifecycleStages.indexOf(other);
}
