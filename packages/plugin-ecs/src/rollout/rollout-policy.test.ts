import { expect, test } from 'vitest';
import type { ServiceFacts } from '../model/facts.ts';
import { busyText, policyText, type RolloutPolicy, rolloutPolicy } from './rollout-policy.ts';

const policy: RolloutPolicy = {
  budgetSeconds: 900,
  until: 'steady',
  steadySeconds: 900,
  draining: null,
  failFast: 3,
  settleSeconds: 0,
  onFailure: 'rollback',
  onBusy: 'wait',
  onCancel: 'leave',
};

test.each<[Partial<RolloutPolicy>, string]>([
  [{}, 'up to 15m; rolled back when it fails'],
  [{ budgetSeconds: 5400, onFailure: 'stop' }, 'up to 1h30m; stopped when it fails'],
  [{ onFailure: 'leave' }, 'up to 15m; left to ECS when it fails'],
  [
    { draining: { seconds: 60, waves: 1, assumed: false } },
    'up to 15m, with 1m of deregistration delay; rolled back when it fails',
  ],
  [
    { draining: { seconds: 300, waves: 2, assumed: true } },
    'up to 15m, with 2 × 5m of deregistration delay, which is assumed; rolled back when it fails',
  ],
  [{ draining: { seconds: 0, waves: 1, assumed: false } }, 'up to 15m; rolled back when it fails'],
  [{ until: 'BAKE_TIME' }, 'until it is at BAKE_TIME, up to 15m; rolled back when it fails'],
  [{ until: 'paused', settleSeconds: 60 }, 'until it is paused, up to 15m; rolled back when it fails'],
  [{ until: 'started' }, 'only until ECS has started it'],
  [{ onCancel: 'rollback' }, 'up to 15m; rolled back when it fails; rolled back when the run is interrupted'],
])('how a rollout is waited for: %j', (differs, text) => {
  expect(policyText({ ...policy, ...differs })).toBe(text);
});

test.each([
  ['wait', ''],
  ['fail', ' (unless a deployment is in progress)'],
  ['supersede', ' (in place of a deployment in progress)'],
] as const)('what is done about another deployment: %s', (onBusy, text) => {
  expect(busyText({ onBusy })).toBe(text);
});

const options = { cluster: 'shop', service: 'api', container: 'app' };
const staged: Omit<ServiceFacts, 'settings' | 'scaling' | 'launch'> = {
  taskDefinition: null,
  deployment: null,
  controller: 'ECS',
  onFargate: false,
  circuitBreaker: 'rollback',
  gracePeriodSeconds: 0,
  strategy: 'LINEAR',
  bakeMinutes: 60,
  shiftMinutes: 30,
  unsettled: null,
  loadBalanced: false,
  targetGroups: [],
  waves: 1,
  deadlocked: false,
  taskClass: 50,
};
const { strategy: _, ...rolling } = staged;

test.each<[string | undefined, Omit<ServiceFacts, 'settings' | 'scaling' | 'launch'>, string, number]>([
  [undefined, staged, 'steady', 105],
  ['bake-time', staged, 'BAKE_TIME', 45],
  ['clean-up', staged, 'CLEAN_UP', 105],
  ['production-traffic-shift', staged, 'PRODUCTION_TRAFFIC_SHIFT', 15],
  ['paused', staged, 'paused', 105],
  ['bake-time', rolling, 'steady', 105],
  ['started', rolling, 'started', 105],
])('until %s it is waited for no longer than that takes', (until, ...[service, reachable, minutes]) => {
  const found = rolloutPolicy({ ...options, wait: { until: 'steady' } }, service, { until });
  expect(found).toMatchObject({ until: reachable, budgetSeconds: minutes * 60, steadySeconds: 105 * 60 });
});
