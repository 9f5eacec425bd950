import { expect, test } from 'vitest';
import type { DeploymentView, ServiceView } from '../model/rollout-views.ts';
import { rolloutStand } from './rollout-stand.ts';

const arn = 'arn:aws:ecs:eu-west-1:111111111111:task-definition/';
const ours: DeploymentView = {
  id: 'ecs-svc/2',
  status: 'PRIMARY',
  taskDefinition: `${arn}api:8`,
  rolloutState: 'IN_PROGRESS',
  reason: null,
  desired: 2,
  pending: 0,
  running: 1,
  failed: 0,
  createdAt: 2000,
  updatedAt: null,
};
const old: DeploymentView = {
  ...ours,
  id: 'ecs-svc/1',
  status: 'ACTIVE',
  taskDefinition: `${arn}api:7`,
  rolloutState: 'COMPLETED',
  createdAt: 1000,
};

function seen(...deployments: readonly DeploymentView[]): { readonly service: ServiceView } {
  const tolerance = { failures: 3, resets: true };
  const counts = { status: 'ACTIVE', desired: 2, running: 2, rollsBack: false, staged: false, tolerance };
  return { service: { ...counts, deployments, serviceDeployment: null } };
}

test.each<[string, readonly DeploymentView[], string | undefined]>([
  ['the deployment that was done before', [ours, old], 'api:7'],
  ['ours, once it is done', [{ ...ours, rolloutState: 'COMPLETED' }, old], 'api:8'],
  ['one that ECS does not rate', [{ ...ours, rolloutState: null }], 'api:8'],
  ['nothing, where what was done runs no tasks', [ours, { ...old, running: 0 }], undefined],
])('what serves is %s', (_, ...[deployments, serving]) => {
  const rollout = { deploymentId: 'ecs-svc/2', taskDefinition: null, serviceDeployment: null, ...seen(...deployments) };
  expect(rolloutStand(rollout).serving?.taskDefinition).toBe(serving);
  expect(rolloutStand(rollout).requested).toBe('api:8');
});

test('nothing is known of a service that cannot be seen', () => {
  const rollout = { deploymentId: 'ecs-svc/2', taskDefinition: '', serviceDeployment: null, service: null };
  expect(rolloutStand(rollout)).toMatchObject({ requested: null, serving: null, deployments: [], alarms: [] });
});
