import { expect, test } from 'vitest';
import type { DeploymentView, ServiceView } from '../model/rollout-views.ts';
import type { ServiceDeploymentView } from '../model/service-deployment.ts';
import type { StopReport } from '../stopped-task/stop-report.ts';
import { type BadRollout, rolloutError } from './rollout-error.ts';

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
  updatedAt: null,
};
const other: DeploymentView = {
  ...ours,
  id: 'ecs-svc/1',
  status: 'PRIMARY',
  taskDefinition: 'task-definition/api:7',
  reason: 'rolling back',
};
const service: ServiceView = {
  status: 'ACTIVE',
  desired: 2,
  running: 2,
  rollsBack: true,
  tolerance: { failures: 3, resets: true },
  staged: false,
  deployments: [other, ours],
  serviceDeployment: null,
};
const serviceDeployment: ServiceDeploymentView = {
  arn: 'arn:aws:ecs:eu-west-1:111111111111:service-deployment/shop/api/x',
  deploymentId: 'ecs-svc/2',
  status: 'ROLLBACK_SUCCESSFUL',
  reason: 'the circuit breaker threshold was exceeded',
  stage: null,
  hooks: [],
  triggered: 'circuit-breaker',
  alarms: [],
  circuitBreaker: null,
  rollbackTo: 'ecs-svc/1',
  finishedAt: null,
  shift: null,
};
const report: StopReport = {
  cause: { class: 'container.exit', reason: 'Essential container in task exited', container: 'app', exitCode: 1 },
  count: 3,
  task: 'a1',
  link: null,
  containers: [{ name: 'app', exitCode: 1, reason: null, health: 'UNKNOWN' }],
  log: { group: 'shop', stream: 'app/app/a1', region: 'eu-west-1' },
  lines: ['cannot open port'],
  elsewhere: null,
};
const hook = { id: 'h1', type: 'PAUSE', status: 'AWAITING_ACTION', expiresAt: 0, onExpiry: 'ROLLBACK' };
const place = { cluster: 'shop', service: 'api' };
const bad: Omit<BadRollout, 'verdict'> = {
  deploymentId: 'ecs-svc/2',
  taskDefinition: ours.taskDefinition,
  service,
  serviceDeployment: null,
  rollback: null,
  budgetSeconds: 60,
  report: null,
  left: null,
  environment: 'production',
  target: 'api',
};
const end = { final: true, certain: true } as const;

test.each<[BadRollout['verdict'], string, string | null, string | null]>([
  [{ ...end, state: 'failed', ours, by: null }, 'ROLLOUT_FAILED', 'failed', 'tasks failed to start'],
  [{ state: 'failing-fast', settledSeconds: null }, 'TASKS_KEEP_FAILING', 'failed', 'tasks failed to start'],
  [
    { ...end, state: 'rolled-back', to: other, by: 'circuit-breaker' },
    'ROLLED_BACK',
    'rolled-back',
    'tasks failed to start',
  ],
  [{ ...end, state: 'rollback-failed', to: null, by: null }, 'ROLLBACK_FAILED', 'failed', 'tasks failed to start'],
  [{ ...end, state: 'superseded', by: other, sameRevision: false }, 'SUPERSEDED', 'superseded', null],
  [{ ...end, state: 'stopped', ours }, 'ROLLOUT_STOPPED', 'stopped', null],
  [{ ...end, state: 'paused', hook, stage: 'BAKE_TIME', ours }, 'ROLLOUT_PAUSED', 'paused', null],
  [{ ...end, state: 'deleted' }, 'SERVICE_DELETED', 'failed', null],
  [
    { ...end, state: 'timed-out', pending: { state: 'appearing', final: false } },
    'ROLLOUT_TIMED_OUT',
    'timed-out',
    'tasks failed to start',
  ],
])('%o', (verdict, ...[code, outcome, because]) => {
  const error = rolloutError(place, { ...bad, verdict });
  expect([error.code, error.outcome, causeOf(error)]).toEqual([code, outcome, because]);
});

const rolledBack = { ...end, state: 'rolled-back', to: other, by: 'circuit-breaker' } as const;

test('what the service deployment says of its end comes before the text of the deployment', () => {
  const error = rolloutError(place, { ...bad, serviceDeployment, verdict: rolledBack });
  expect(causeOf(error)).toBe('the circuit breaker threshold was exceeded');
});

test('why its tasks died comes before all of that, with where to look and what to do', () => {
  const error = rolloutError(place, { ...bad, serviceDeployment, report, verdict: rolledBack });
  expect(causeOf(error)).toBe('container.exit: Essential container in task exited');
  expect(error.evidence).toEqual([
    'task a1, and 2 more for the same reason',
    'container app: exit code 1',
    'log shop app/app/a1',
    '| cannot open port',
  ]);
  expect(error.hint).toBe('container app ended with code 1: its last log lines show why');
  expect(error.details).toMatchObject({ cluster: 'shop', service: 'api', deploymentId: 'ecs-svc/2', stopped: report });
});

function causeOf({ cause }: { readonly cause?: unknown }): string | null {
  return cause instanceof Error ? cause.message : null;
}
