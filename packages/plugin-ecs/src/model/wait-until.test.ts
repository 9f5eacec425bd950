import { expect, test } from 'vitest';
import { hasPassed, type LifecycleStage } from './lifecycle-stage.ts';
import { isStage, parseWaitUntil, waitUntilInputs } from './wait-until.ts';

test.each([
  ['steady', 'steady'],
  ['started', 'started'],
  ['Paused', 'paused'],
  ['bake-time', 'BAKE_TIME'],
  ['BAKE_TIME', 'BAKE_TIME'],
  ['post-Production_traffic-shift', 'POST_PRODUCTION_TRAFFIC_SHIFT'],
])('%s is %s', (text, point) => expect(parseWaitUntil(text)).toBe(point));

test('whatever may be written is known', () => {
  for (const written of waitUntilInputs) expect(() => parseWaitUntil(written)).not.toThrow();
  expect(waitUntilInputs).toContain('bake-time');
  expect(waitUntilInputs).toContain('BAKE_TIME');
});

test.each([
  ['bake', 'did you mean --wait-until bake-time?'],
  ['nonsense', /^known are steady, started, paused, reconcile-service, .*, bake-time, clean-up$/],
])('%s is none', (text, hint) =>
  expect(() => parseWaitUntil(text)).toThrow(
    expect.objectContaining({
      code: 'WAIT_UNTIL_UNKNOWN',
      category: 'usage',
      message: `there is no stage "${text}" to wait for`,
      hint: typeof hint === 'string' ? hint : expect.stringMatching(hint),
    }),
  ),
);

test.each<[string | null, LifecycleStage, boolean]>([
  ['SCALE_UP', 'BAKE_TIME', false],
  ['BAKE_TIME', 'BAKE_TIME', true],
  ['CLEAN_UP', 'BAKE_TIME', true],
  ['PRODUCTION_TRAFFIC_SHIFT', 'PRE_PRODUCTION_TRAFFIC_SHIFT', true],
  ['A_NEW_STAGE', 'RECONCILE_SERVICE', false],
  [null, 'RECONCILE_SERVICE', false],
])('%s has passed %s: %s', (stage, other, passed) => expect(hasPassed(stage, other)).toBe(passed));

test('only a stage is a stage', () => {
  expect([isStage('BAKE_TIME'), isStage('paused'), isStage('steady')]).toEqual([true, false, false]);
});
