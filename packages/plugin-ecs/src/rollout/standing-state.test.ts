import { expect, test } from 'vitest';
import type { DeploymentView, ServiceView } from '../model/rollout-views.ts';
import type { ServiceDeploymentView } from '../model/service-deployment.ts';
import { deploymentInProgress } from './deployment-in-progress.ts';
import { standingState } from './standing-state.ts';

const deployment = (number: number, differs: Partial<DeploymentView> = {}): DeploymentView => ({
  id: `ecs-svc/${number}`,
  status: 'PRIMARY',
  taskDefinition: `arn:api:${number}`,
  rolloutState: 'COMPLETED',
  reason: null,
  desired: 2,
  pending: 0,
  running: 2,
  failed: 0,
  createdAt: number * 1000,
  updatedAt: null,
  ...differs,
});
const old = (number: number, differs: Partial<DeploymentView> = {}) =>
  deployment(number, { status: 'ACTIVE', ...differs });
const rolling = (number: number) => deployment(number, { rolloutState: 'IN_PROGRESS', running: 0 });

const service = (...deployments: readonly DeploymentView[]): ServiceView => ({
  status: 'ACTIVE',
  desired: 2,
  running: 2,
  rollsBack: true,
  tolerance: { failures: 3, resets: true },
  staged: false,
  deployments,
  serviceDeployment: null,
});

const newest = (number: number, differs: Partial<ServiceDeploymentView>): ServiceDeploymentView => ({
  arn: `arn:sd:${number}`,
  deploymentId: `ecs-svc/${number}`,
  status: 'IN_PROGRESS',
  reason: null,
  stage: null,
  hooks: [],
  triggered: null,
  alarms: [],
  circuitBreaker: null,
  rollbackTo: null,
  finishedAt: null,
  shift: null,
  ...differs,
});

const waiting = { id: 'h1', type: 'PAUSE', status: 'AWAITING_ACTION', expiresAt: 0, onExpiry: 'ROLLBACK' };

test.each([
  {
    scenario: 'no service',
    seen: { service: null, serviceDeployment: null },
    state: 'missing',
    note: null,
    flies: null,
  },
  {
    scenario: 'a service that is being deleted',
    seen: { service: { ...service(deployment(1)), status: 'DRAINING' }, serviceDeployment: null },
    state: 'missing',
    note: null,
    flies: null,
  },
  {
    scenario: 'done, and nothing else known',
    seen: { service: service(deployment(1)), serviceDeployment: null },
    state: 'steady',
    note: null,
    flies: null,
  },
  {
    scenario: 'done, old tasks still draining',
    seen: { service: service(old(1), deployment(2)), serviceDeployment: newest(2, { status: 'SUCCESSFUL' }) },
    state: 'steady',
    note: null,
    flies: null,
  },
  {
    scenario: 'behind a Classic Load Balancer, all running',
    seen: { service: service(deployment(1, { rolloutState: null })), serviceDeployment: null },
    state: 'steady',
    note: null,
    flies: null,
  },
  {
    scenario: 'rolling out, seen by the service alone',
    seen: { service: service(rolling(2), old(1)), serviceDeployment: null },
    state: 'rolling-out',
    note: null,
    flies: 'ecs-svc/2',
  },
  {
    scenario: 'rolling out, the newest service deployment not seen yet',
    seen: { service: service(rolling(2), old(1)), serviceDeployment: newest(1, { status: 'SUCCESSFUL' }) },
    state: 'rolling-out',
    note: null,
    flies: 'ecs-svc/2',
  },
  {
    scenario: 'baking',
    seen: { service: service(deployment(2), old(1)), serviceDeployment: newest(2, { stage: 'BAKE_TIME' }) },
    state: 'rolling-out',
    note: 'ecs-svc/2 is at BAKE_TIME',
    flies: 'ecs-svc/2',
  },
  {
    scenario: 'completed a moment before its service deployment says so',
    seen: { service: service(deployment(2)), serviceDeployment: newest(2, {}) },
    state: 'steady',
    note: null,
    flies: null,
  },
  {
    scenario: 'paused',
    seen: {
      service: service(rolling(2), old(1)),
      serviceDeployment: newest(2, { stage: 'SCALE_UP', hooks: [waiting] }),
    },
    state: 'paused',
    note: 'ecs-svc/2 is waiting for approval at SCALE_UP until 1970-01-01T00:00:00.000Z',
    flies: 'ecs-svc/2',
  },
  {
    scenario: 'rolling back, by the service alone: the old one is primary again',
    seen: { service: service(deployment(1, { rolloutState: 'IN_PROGRESS' }), old(2)), serviceDeployment: null },
    state: 'rolling-back',
    note: 'ecs-svc/2 is being rolled back',
    flies: 'ecs-svc/2',
  },
  {
    scenario: 'rolling back',
    seen: {
      service: service(deployment(1, { rolloutState: 'IN_PROGRESS' }), old(2)),
      serviceDeployment: newest(2, { status: 'ROLLBACK_IN_PROGRESS', reason: 'tasks failed', rollbackTo: 'ecs-svc/1' }),
    },
    state: 'rolling-back',
    note: 'ecs-svc/2 is being rolled back: tasks failed',
    flies: 'ecs-svc/2',
  },
  {
    scenario: 'rolled back',
    seen: {
      service: service(deployment(1)),
      serviceDeployment: newest(2, {
        status: 'ROLLBACK_SUCCESSFUL',
        triggered: 'circuit-breaker',
        rollbackTo: 'ecs-svc/1',
      }),
    },
    state: 'steady',
    note: "ecs-svc/2 was rolled back by ECS's circuit breaker",
    flies: null,
  },
  {
    scenario: 'rolling back failed',
    seen: { service: service(deployment(1)), serviceDeployment: newest(2, { status: 'ROLLBACK_FAILED' }) },
    state: 'failed',
    note: 'ecs-svc/2 failed, and so did the rollback',
    flies: null,
  },
  {
    scenario: 'stopped where it was',
    seen: {
      service: service(rolling(2), old(1)),
      serviceDeployment: newest(2, { status: 'STOPPED', reason: 'by ann' }),
    },
    state: 'failed',
    note: 'ecs-svc/2 was stopped: by ann',
    flies: null,
  },
  {
    scenario: 'failed by a breaker that does not roll back',
    seen: {
      service: service(deployment(2, { rolloutState: 'FAILED', reason: 'breaker' }), old(1)),
      serviceDeployment: null,
    },
    state: 'failed',
    note: 'ecs-svc/2 failed: breaker',
    flies: null,
  },
])('$scenario', ({ seen, state, note, flies }) => {
  expect(standingState(seen)).toMatchObject({ state, note });
  expect(deploymentInProgress(seen)?.started.deploymentId ?? null).toBe(flies);
});

test('a wait takes up a deployment with what was there before it', () => {
  const seen = { service: service(rolling(3), old(2), old(1)), serviceDeployment: newest(3, { hooks: [waiting] }) };
  expect(deploymentInProgress(seen)).toEqual({
    started: {
      deploymentId: 'ecs-svc/3',
      taskDefinition: 'arn:api:3',
      knownDeploymentIds: ['ecs-svc/2', 'ecs-svc/1'],
      createdAt: 3000,
      previousTaskDefinition: 'arn:api:2',
    },
    serviceDeployment: 'arn:sd:3',
    hook: 'h1',
    rollingBack: false,
  });
});

test('one that was superseded before it was done is nothing to roll back to', () => {
  const superseded = old(2, { rolloutState: 'IN_PROGRESS', running: 1 });
  const seen = { service: service(rolling(3), superseded, old(1)), serviceDeployment: newest(3, {}) };
  expect(deploymentInProgress(seen)?.started.previousTaskDefinition).toBe('arn:api:1');
});

test('of a deployment that is gone from the service already, all others were there before', () => {
  const back = newest(3, { status: 'ROLLBACK_IN_PROGRESS', rollbackTo: 'ecs-svc/2' });
  const seen = { service: service(deployment(2, { rolloutState: 'IN_PROGRESS' })), serviceDeployment: back };
  expect(deploymentInProgress(seen)).toMatchObject({
    started: { knownDeploymentIds: ['ecs-svc/2'], taskDefinition: '' },
    rollingBack: true,
  });
});
