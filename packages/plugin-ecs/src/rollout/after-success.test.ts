import { expect, test } from 'vitest';
import type { DeploymentView, ServiceView } from '../model/rollout-views.ts';
import { afterSuccess } from './after-success.ts';

const wanted = { deploymentId: 'ecs-svc/2', taskDefinition: 'api:8' };

function service(primary: Partial<DeploymentView> | null, more: Partial<ServiceView> = {}): ServiceView {
  const deployments = primary === null ? [] : [{ status: 'PRIMARY', ...primary } as DeploymentView];
  return {
    status: 'ACTIVE',
    desired: 2,
    running: 2,
    rollsBack: false,
    tolerance: { failures: 3, resets: true },
    staged: false,
    serviceDeployment: null,
    ...more,
    deployments,
  };
}

const ours = { id: 'ecs-svc/2', taskDefinition: 'api:8' };

test.each<[string, ServiceView | null, string]>([
  ['ours is primary and wants tasks', service(ours), 'serves'],
  ['ours is primary and wants no task', service(ours, { desired: 0 }), 'none-wanted'],
  ['another revision is primary', service({ id: 'ecs-svc/3', taskDefinition: 'api:9' }), 'followed'],
  [
    'another revision is primary and wants no task',
    service({ id: 'ecs-svc/3', taskDefinition: 'api:9' }, { desired: 0 }),
    'followed',
  ],
  ['the same revision is deployed once more', service({ id: 'ecs-svc/3', taskDefinition: 'api:8' }), 'again'],
  ['no deployment is primary', service(null), 'serves'],
  ['the service is going away', service(ours, { status: 'DRAINING' }), 'deleted'],
  ['the service is gone', null, 'deleted'],
])('%s', (_, view, expected) => {
  expect(afterSuccess(wanted, view).state).toBe(expected);
});
