import { expect, test } from 'vitest';
import type { DeploymentView, RolloutVerdict } from '../model/rollout-views.ts';
import type { HookView } from '../model/service-deployment.ts';
import type { PausedAt } from '../model/stop-stage.ts';
import type { WaitUntil } from '../model/wait-until.ts';
import { hasReached } from './has-reached.ts';

const ours = { id: 'ecs-svc/2' } as DeploymentView;
const hook: HookView = { id: 'h', type: 'PAUSE', status: 'AWAITING_ACTION', expiresAt: null, onExpiry: null };
const at = (stage: string | null): RolloutVerdict => ({ state: 'rolling-out', final: false, ours, stage });
const paused = (stage: string): RolloutVerdict => ({
  state: 'paused',
  final: true,
  certain: true,
  hook,
  stage,
  ours,
});

test.each<[WaitUntil, RolloutVerdict, boolean]>([
  ['steady', at('CLEAN_UP'), false],
  ['BAKE_TIME', at('SCALE_UP'), false],
  ['BAKE_TIME', at('BAKE_TIME'), true],
  ['BAKE_TIME', at('CLEAN_UP'), true],
  ['BAKE_TIME', at(null), false],
  ['BAKE_TIME', paused('POST_SCALE_UP'), false],
  ['POST_SCALE_UP', paused('POST_SCALE_UP'), true],
  ['paused', paused('POST_SCALE_UP'), true],
  ['paused', at('BAKE_TIME'), false],
  ['PRE_SCALE_UP', { state: 'rolling-back', final: false, to: null, by: null }, false],
  ['PRE_SCALE_UP', { state: 'deleted', final: true, certain: true }, false],
])('until %s: %j is there: %s', (until, verdict, reached) => expect(hasReached(until, verdict)).toBe(reached));

test.each<[PausedAt['pausedAt'], RolloutVerdict, boolean]>([
  ['POST_TEST_TRAFFIC_SHIFT', at('TEST_TRAFFIC_SHIFT'), false],
  // Its hook is about to be seen.
  ['POST_TEST_TRAFFIC_SHIFT', at('POST_TEST_TRAFFIC_SHIFT'), false],
  ['POST_TEST_TRAFFIC_SHIFT', paused('POST_TEST_TRAFFIC_SHIFT'), true],
  ['POST_TEST_TRAFFIC_SHIFT', at('PRODUCTION_TRAFFIC_SHIFT'), true],
  ['POST_TEST_TRAFFIC_SHIFT', at(null), false],
  // A pause before is somebody's own.
  ['POST_TEST_TRAFFIC_SHIFT', paused('POST_SCALE_UP'), false],
  ['PRE_PRODUCTION_TRAFFIC_SHIFT', paused('PRODUCTION_TRAFFIC_SHIFT'), true],
  ['PRE_PRODUCTION_TRAFFIC_SHIFT', at('PRODUCTION_TRAFFIC_SHIFT'), false],
  ['PRE_PRODUCTION_TRAFFIC_SHIFT', at('POST_PRODUCTION_TRAFFIC_SHIFT'), true],
])('paused at %s: %j is there: %s', (pausedAt, verdict, reached) =>
  expect(hasReached({ pausedAt }, verdict)).toBe(reached),
);
