import { expect, test } from 'vitest';
import { busyText, policyText, type RolloutPolicy } from './rollout-policy.ts';

const policy: RolloutPolicy = {
  budgetSeconds: 900,
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
