import { expect, test } from 'vitest';
import type { DeploymentView, ServiceView } from '../model/rollout-views.ts';
import { hasLost } from '../rollout/has-lost.ts';
import { busyDeployment, isHopeless } from './busy-deployment.ts';

const theirs: DeploymentView = {
  id: 'ecs-svc/2',
  status: 'PRIMARY',
  taskDefinition: 'api:8',
  rolloutState: 'IN_PROGRESS',
  reason: null,
  desired: 2,
  pending: 0,
  running: 0,
  failed: 0,
  createdAt: 0,
  updatedAt: null,
};
const old: DeploymentView = { ...theirs, id: 'ecs-svc/1', status: 'ACTIVE', rolloutState: 'IN_PROGRESS' };

function service(deployments: readonly DeploymentView[], rollsBack = false): ServiceView {
  return {
    status: 'ACTIVE',
    desired: 2,
    running: 2,
    rollsBack,
    tolerance: { failures: 3, resets: true },
    staged: false,
    deployments,
    serviceDeployment: null,
  };
}

test.each<[string, readonly DeploymentView[], string | null]>([
  ['one of another revision is in progress', [old, theirs], 'ecs-svc/2'],
  ['it is done', [{ ...theirs, rolloutState: 'COMPLETED' }], null],
  ['it has failed', [{ ...theirs, rolloutState: 'FAILED' }], null],
  ['ECS does not rate it', [{ ...theirs, rolloutState: null }], null],
  ['it is of our revision', [{ ...theirs, taskDefinition: 'api:9' }], null],
  ['only an older one is still going', [{ ...theirs, rolloutState: 'COMPLETED' }, old], null],
  ['there is none', [], null],
])('%s', (_, ...[deployments, id]) => expect(busyDeployment(service(deployments), 'api:9')?.id ?? null).toBe(id));

test.each<[string, Partial<DeploymentView>, boolean, boolean]>([
  ['nothing runs and three have failed', { failed: 3 }, false, true],
  ['two have failed', { failed: 2 }, false, false],
  ['some run', { failed: 5, running: 1 }, false, false],
  ['a breaker will end it', { failed: 5 }, true, false],
])('hopeless when %s', (_, ...[more, rollsBack, hopeless]) => {
  expect(isHopeless({ ...theirs, ...more }, service([], rollsBack))).toBe(hopeless);
});

const calm = { ...theirs, running: 2, failed: 0 };

test.each<[string, DeploymentView | undefined, DeploymentView | undefined, boolean]>([
  ['the first look, with failures', undefined, { ...calm, failed: 1 }, true],
  ['the first look, without', undefined, calm, false],
  ['one more failure', calm, { ...calm, failed: 1 }, true],
  ['fewer tasks', calm, { ...calm, running: 1 }, true],
  ['one replaced already', calm, { ...calm, running: 1, pending: 1 }, true],
  ['fewer pending as they run', { ...calm, running: 0, pending: 2 }, calm, false],
  ['a count that starts anew', { ...calm, failed: 3 }, calm, false],
  ['gone after failures', { ...calm, failed: 3 }, undefined, true],
  ['gone without', calm, undefined, false],
  ['never there', undefined, undefined, false],
])('tasks have stopped: %s', (_, ...[before, now, lost]) => expect(hasLost(before, now)).toBe(lost));
