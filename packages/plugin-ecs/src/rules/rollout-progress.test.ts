import { expect, test } from 'vitest';
import { rolloutProgress } from './rollout-progress.ts';
import type { DeploymentView, ServiceView } from './rollout-verdict.ts';

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
  return { status: 'ACTIVE', desired: 3, running: 3, rollsBack: false, deployments };
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
  const verdict = { state: 'rolling-out', final: false, ours: deployment } as const;
  expect(rolloutProgress(verdict, service(deployment, ...others))).toBe(text);
});

test('going back is told as such', () => {
  const to = { ...old, status: 'PRIMARY', running: 1 };
  const verdict = { state: 'rolling-back', final: false, to } as const;
  expect(rolloutProgress(verdict, service(to, ours))).toBe('rolling back to ecs-svc/1: 1/3 running');
});
