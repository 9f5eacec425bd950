import { expect, test } from 'vitest';
import type { DeploymentView, RolloutVerdict, ServiceView } from '../model/rollout-views.ts';
import { rolloutProgress } from './rollout-progress.ts';

const ours: DeploymentView = {
  id: 'ecs-svc/2',
  status: 'PRIMARY',
  taskDefinition: 'api:8',
  rolloutState: 'IN_PROGRESS',
  reason: null,
  desired: 0,
  pending: 0,
  running: 0,
  failed: 0,
  createdAt: 0,
  updatedAt: null,
};
const old: DeploymentView = {
  ...ours,
  id: 'ecs-svc/1',
  status: 'ACTIVE',
  taskDefinition: 'api:7',
  desired: 3,
  running: 3,
};

function service(...deployments: readonly DeploymentView[]): ServiceView {
  return {
    status: 'ACTIVE',
    desired: 3,
    running: 3,
    rollsBack: false,
    tolerance: { failures: 3, resets: true },
    staged: false,
    deployments,
    serviceDeployment: null,
  };
}

test.each([
  ['at the start', ours, [old], '0/3 running; 3 old running'],
  [
    'in the middle',
    { ...ours, running: 2, pending: 1, desired: 3 },
    [{ ...old, running: 1 }],
    '2/3 running, 1 starting; 1 old running',
  ],
  ['when tasks fail', { ...ours, failed: 2 }, [old], '0/3 running, 2 failed; 3 old running'],
  ['at the end', { ...ours, running: 3, desired: 3 }, [], '3/3 running'],
])('it reads well %s', (_, ...[deployment, others, text]) => {
  const verdict = { state: 'rolling-out', final: false, ours: deployment, stage: null } as const;
  expect(rolloutProgress(verdict, service(deployment, ...others))).toBe(text);
});

test('rolling back is told as such', () => {
  const to = { ...old, status: 'PRIMARY', running: 1 };
  const verdict = { state: 'rolling-back', final: false, to, by: null } as const;
  expect(rolloutProgress(verdict, service(to, ours))).toBe('rolling back to ecs-svc/1: 1/3 running');
});

const hook = { id: 'h1', type: 'PAUSE', status: 'AWAITING_ACTION', expiresAt: null, onExpiry: null };
const end = { final: true, certain: true } as const;

test.each<[RolloutVerdict, string]>([
  [{ state: 'appearing', final: false }, 'the deployment is not visible yet'],
  [{ state: 'rolling-back', final: false, to: null, by: null }, 'rolling back'],
  [{ state: 'rolling-out', final: false, ours, stage: 'BAKE_TIME' }, 'BAKE_TIME: 0/3 running; 3 old running'],
  [{ ...end, state: 'paused', hook, stage: 'PRE_SCALE_UP', ours }, 'paused at PRE_SCALE_UP, waiting for approval'],
  [{ ...end, state: 'paused', hook, stage: null, ours: null }, 'paused, waiting for approval'],
  [{ ...end, state: 'succeeded', ours }, '0/3 running; 3 old running'],
  [{ ...end, state: 'deleted' }, 'deleted'],
  [{ ...end, state: 'timed-out', pending: { state: 'appearing', final: false } }, 'the deployment is not visible yet'],
])('%j is told as %s', (verdict, text) => expect(rolloutProgress(verdict, service(ours, old))).toBe(text));
