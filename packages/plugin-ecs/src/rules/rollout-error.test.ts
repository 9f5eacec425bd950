import { expect, test } from 'vitest';
import { type BadRollout, rolloutError } from './rollout-error.ts';
import type { DeploymentView, ServiceView } from './rollout-verdict.ts';

const ours: DeploymentView = {
  id: 'ecs-svc/2',
  status: 'ACTIVE',
  taskDefinition: 'arn:aws:ecs:eu-west-1:111111111111:task-definition/api:8',
  rolloutState: 'FAILED',
  reason: 'tasks failed to start',
  desired: 2,
  pending: 0,
  running: 0,
  failed: 3,
  createdAt: 2000,
};
const other: DeploymentView = {
  ...ours,
  id: 'ecs-svc/1',
  status: 'PRIMARY',
  taskDefinition: 'task-definition/api:7',
  reason: 'rolling back',
};
const service: ServiceView = { status: 'ACTIVE', desired: 2, running: 2, rollsBack: true, deployments: [other, ours] };
const end = { final: true, certain: true } as const;

test.each<[BadRollout['verdict'], string, string | null]>([
  [{ ...end, state: 'failed', ours }, 'ROLLOUT_FAILED', 'tasks failed to start'],
  [{ ...end, state: 'rolled-back', to: other }, 'ROLLED_BACK', 'tasks failed to start'],
  [{ ...end, state: 'rollback-failed', to: other }, 'ROLLBACK_FAILED', 'tasks failed to start'],
  [{ ...end, state: 'superseded', by: other, sameRevision: false }, 'SUPERSEDED', null],
  [{ ...end, state: 'deleted' }, 'SERVICE_DELETED', null],
  [{ ...end, state: 'timed-out', pending: { state: 'appearing', final: false } }, 'ROLLOUT_TIMED_OUT', null],
])('%o', (verdict, ...[code, because]) => {
  const error = rolloutError(
    { cluster: 'shop', service: 'api' },
    { verdict, deploymentId: 'ecs-svc/2', service, budgetSeconds: 60 },
  );
  expect([error.code, error.cause instanceof Error ? error.cause.message : null]).toEqual([code, because]);
});

test('a rollback whose deployment is gone gives the reason of the one that serves', () => {
  const gone = { ...service, deployments: [other] };
  const verdict = { ...end, state: 'rolled-back', to: other } as const;
  const { cause } = rolloutError(
    { cluster: 'shop', service: 'api' },
    { verdict, deploymentId: 'ecs-svc/2', service: gone, budgetSeconds: 60 },
  );
  expect(cause).toMatchObject({ message: 'rolling back' });
});
