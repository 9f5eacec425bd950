import { expect, test } from 'vitest';
import type { DeploymentView, RolloutKnown, ServiceView } from '../model/rollout-views.ts';
import type { HookView, ServiceDeploymentView } from '../model/service-deployment.ts';
import type { StartedDeployment } from '../model/started-deployment.ts';
import { rolloutVerdict } from './rollout-verdict.ts';

const oldRevision = 'arn:aws:ecs:eu-west-1:111111111111:task-definition/api:7';
const newRevision = 'arn:aws:ecs:eu-west-1:111111111111:task-definition/api:8';
const otherRevision = 'arn:aws:ecs:eu-west-1:111111111111:task-definition/api:9';

const started: StartedDeployment = {
  deploymentId: 'ecs-svc/2',
  taskDefinition: newRevision,
  knownDeploymentIds: ['ecs-svc/1'],
  createdAt: 2000,
  previousTaskDefinition: oldRevision,
};
const known: RolloutKnown = { seenBefore: true, blind: true, waitedSeconds: 30, budgetSeconds: 900 };
const early: RolloutKnown = { ...known, seenBefore: false, waitedSeconds: 3 };
const late: RolloutKnown = { ...known, seenBefore: false, waitedSeconds: 60 };

type Described = readonly [id: string, status: string, rolloutState: string | null, more?: Partial<DeploymentView>];

function deployment(...[id, status, rolloutState, more]: Described): DeploymentView {
  const taskDefinition = { 'ecs-svc/1': oldRevision, 'ecs-svc/2': newRevision }[id] ?? otherRevision;
  const createdAt = Number(id.slice(-1)) * 1000;
  return {
    id,
    status,
    rolloutState,
    taskDefinition,
    reason: null,
    desired: 2,
    pending: 0,
    running: 2,
    failed: 0,
    createdAt,
    updatedAt: null,
    ...more,
  };
}

function service(deployments: readonly DeploymentView[], more: Partial<ServiceView> = {}): ServiceView {
  return {
    status: 'ACTIVE',
    desired: 2,
    running: 2,
    rollsBack: false,
    tolerance: { failures: 3, resets: true },
    staged: false,
    deployments,
    serviceDeployment: null,
    ...more,
  };
}

const mine = (status: string, state: string | null, more: Partial<DeploymentView> = {}) =>
  deployment('ecs-svc/2', status, state, more);
const old = (status: string, state: string | null, more: Partial<DeploymentView> = {}) =>
  deployment('ecs-svc/1', status, state, more);
const other = (status: string, state: string | null, more: Partial<DeploymentView> = {}) =>
  deployment('ecs-svc/3', status, state, more);

const rows: readonly (readonly [string, ServiceView | null, RolloutKnown, string])[] = [
  ['ours is primary and completed', service([mine('PRIMARY', 'COMPLETED')]), known, 'succeeded'],
  [
    'a staged service says done, and its service deployment has not been seen yet',
    service([mine('PRIMARY', 'COMPLETED')], { staged: true }),
    { ...known, blind: false },
    'rolling-out',
  ],
  [
    'a staged service says done, and its service deployment cannot be seen',
    service([mine('PRIMARY', 'COMPLETED')], { staged: true }),
    known,
    'succeeded',
  ],
  [
    'ours completed while the old one drains first in the list',
    service([old('ACTIVE', 'COMPLETED'), mine('PRIMARY', 'COMPLETED')]),
    known,
    'succeeded',
  ],
  [
    'ours completed with no task wanted',
    service([mine('PRIMARY', 'COMPLETED', { desired: 0, running: 0 })]),
    known,
    'succeeded',
  ],
  [
    'ours completed although the budget is over',
    service([mine('PRIMARY', 'COMPLETED')]),
    { ...known, waitedSeconds: 901 },
    'succeeded',
  ],
  ['running equals desired but not completed', service([mine('PRIMARY', 'IN_PROGRESS')]), known, 'rolling-out'],
  [
    'an old completed deployment beside ours in progress',
    service([old('ACTIVE', 'COMPLETED'), mine('PRIMARY', 'IN_PROGRESS')]),
    known,
    'rolling-out',
  ],
  ['a state that nobody knows yet', service([mine('PRIMARY', 'SOMETHING_NEW')]), known, 'rolling-out'],
  ['no rollout states, ours is alone and all run', service([mine('PRIMARY', null)]), known, 'succeeded'],
  [
    'no rollout states, some tasks pending',
    service([mine('PRIMARY', null, { pending: 1, running: 1 })]),
    known,
    'rolling-out',
  ],
  [
    'no rollout states, the old one is still there',
    service([mine('PRIMARY', null), old('ACTIVE', null)]),
    known,
    'rolling-out',
  ],
  [
    'ours failed and ECS does not roll back',
    service([mine('PRIMARY', 'FAILED'), old('ACTIVE', 'COMPLETED')]),
    known,
    'failed',
  ],
  [
    'ours failed and ECS may roll back yet',
    service([mine('PRIMARY', 'FAILED')], { rollsBack: true }),
    known,
    'failed?',
  ],
  [
    'ours failed, and the service deployment may yet say that somebody aborted it',
    service([mine('PRIMARY', 'FAILED')]),
    { ...known, blind: false },
    'failed?',
  ],
  [
    'the old one is primary again, ours still listed',
    service([old('PRIMARY', 'IN_PROGRESS'), mine('ACTIVE', 'IN_PROGRESS')]),
    known,
    'rolling-back by somebody',
  ],
  [
    'the old one is primary again and ours is draining',
    service([mine('DRAINING', 'FAILED'), old('PRIMARY', 'IN_PROGRESS')]),
    known,
    'rolling-back by somebody',
  ],
  [
    'the old one completed again, ours still listed',
    service([old('PRIMARY', 'COMPLETED'), mine('ACTIVE', 'FAILED')]),
    known,
    'rolled-back by somebody',
  ],
  [
    'a healthy service on the old deployment, ours gone',
    service([old('PRIMARY', 'COMPLETED')]),
    known,
    'rolled-back by somebody?',
  ],
  [
    'rolling back failed too',
    service([old('PRIMARY', 'FAILED'), mine('ACTIVE', 'FAILED')]),
    known,
    'rollback-failed by somebody',
  ],
  [
    'back on a deployment older than ours that was not listed then',
    service([deployment('ecs-svc/0', 'PRIMARY', 'COMPLETED'), mine('ACTIVE', 'FAILED')]),
    known,
    'rolled-back by somebody',
  ],
  [
    'the old one is primary again where ECS rolls back by itself',
    service([old('PRIMARY', 'IN_PROGRESS'), mine('ACTIVE', 'FAILED', { failed: 3 })], { rollsBack: true }),
    known,
    'rolling-back by circuit-breaker',
  ],
  [
    'the old one completed again where ECS rolls back by itself, and nothing says why',
    service([old('PRIMARY', 'COMPLETED')], { rollsBack: true }),
    known,
    'rolled-back?',
  ],
  [
    'somebody else deployed another revision',
    service([other('PRIMARY', 'IN_PROGRESS'), mine('ACTIVE', 'IN_PROGRESS')]),
    known,
    'superseded',
  ],
  ['somebody else is done and ours is gone', service([other('PRIMARY', 'COMPLETED')]), known, 'superseded?'],
  [
    'ours was done and somebody else came at once',
    service([other('PRIMARY', 'IN_PROGRESS'), mine('ACTIVE', 'COMPLETED')]),
    known,
    'succeeded',
  ],
  [
    'a newer deployment of the same revision',
    service([other('PRIMARY', 'IN_PROGRESS', { taskDefinition: newRevision }), mine('ACTIVE', 'IN_PROGRESS')]),
    known,
    'superseded by the same',
  ],
  ['an answer from before the update', service([old('PRIMARY', 'COMPLETED')]), early, 'appearing'],
  ['somebody else before ours was ever seen', service([other('PRIMARY', 'IN_PROGRESS')]), early, 'superseded?'],
  ['ours never showed up', service([old('PRIMARY', 'COMPLETED')]), late, 'rolled-back by somebody?'],
  ['no deployment at all', service([]), known, 'appearing'],
  ['ours listed, but no primary', service([mine('ACTIVE', 'IN_PROGRESS')]), known, 'rolling-out'],
  ['the service is gone', null, known, 'deleted?'],
  ['the service is being deleted', service([], { status: 'DRAINING' }), known, 'deleted'],
  ['the service was deleted', service([], { status: 'INACTIVE' }), known, 'deleted'],
  [
    'the budget ends while ours rolls out',
    service([mine('PRIMARY', 'IN_PROGRESS')]),
    { ...known, waitedSeconds: 900 },
    'timed-out: rolling-out',
  ],
  [
    'the budget ends while ECS rolls back',
    service([old('PRIMARY', 'IN_PROGRESS'), mine('ACTIVE', 'FAILED')]),
    { ...known, waitedSeconds: 900 },
    'timed-out: rolling-back',
  ],
  [
    'the budget ends before ours is seen',
    service([old('PRIMARY', 'COMPLETED')]),
    { seenBefore: false, blind: true, waitedSeconds: 20, budgetSeconds: 10 },
    'timed-out: appearing',
  ],
];

test.each(rows)('%s', (_, ...[view, before, expected]) => {
  expect(short(rolloutVerdict(started, { service: view, serviceDeployment: null }, before))).toBe(expected);
});

function serviceDeployment(status: string, more: Partial<ServiceDeploymentView> = {}): ServiceDeploymentView {
  return {
    arn: 'arn:aws:ecs:eu-west-1:111111111111:service-deployment/shop/api/x',
    deploymentId: 'ecs-svc/2',
    status,
    reason: null,
    stage: null,
    hooks: [],
    triggered: null,
    alarms: [],
    circuitBreaker: null,
    rollbackTo: null,
    finishedAt: null,
    shift: null,
    ...more,
  };
}

const waiting: HookView = {
  id: 'h1',
  type: 'PAUSE',
  status: 'AWAITING_ACTION',
  expiresAt: 9000,
  onExpiry: 'ROLLBACK',
};
const failedHook: HookView = { id: 'h2', type: 'AWS_LAMBDA', status: 'FAILED', expiresAt: null, onExpiry: null };
const expired: HookView = { ...waiting, status: 'TIMED_OUT' };

const rollingOut = service([mine('PRIMARY', 'IN_PROGRESS'), old('ACTIVE', 'COMPLETED')]);
const completed = service([mine('PRIMARY', 'COMPLETED')]);
const rollingBack = service([old('PRIMARY', 'IN_PROGRESS'), mine('ACTIVE', 'IN_PROGRESS')]);
const back = service([old('PRIMARY', 'COMPLETED')]);
const taken = service([other('PRIMARY', 'IN_PROGRESS'), mine('ACTIVE', 'IN_PROGRESS')]);
const takenAndGone = service([other('PRIMARY', 'COMPLETED')]);
const stalled = service([mine('PRIMARY', 'FAILED'), old('ACTIVE', 'COMPLETED')]);

const seenRows: readonly (readonly [string, ServiceView, ServiceDeploymentView, string])[] = [
  ['both are under way', rollingOut, serviceDeployment('IN_PROGRESS'), 'rolling-out'],
  ['the service deployment has not begun', rollingOut, serviceDeployment('PENDING'), 'rolling-out'],
  [
    'a staged service says done before its service deployment does',
    { ...completed, staged: true },
    serviceDeployment('IN_PROGRESS'),
    'rolling-out',
  ],
  ['a status that nobody knows yet', rollingOut, serviceDeployment('SOMETHING_NEW'), 'rolling-out'],
  ['both are done', completed, serviceDeployment('SUCCESSFUL'), 'succeeded'],
  [
    'the service deployment is done, the service is a look older',
    rollingOut,
    serviceDeployment('SUCCESSFUL'),
    'succeeded',
  ],
  [
    'the service is done, the service deployment is a look older',
    completed,
    serviceDeployment('IN_PROGRESS'),
    'succeeded',
  ],
  [
    'ECS rolls back to ours, which was done before',
    service([mine('PRIMARY', 'IN_PROGRESS', { updatedAt: 5000 }), other('ACTIVE', 'FAILED')]),
    serviceDeployment('SUCCESSFUL', { finishedAt: 4000 }),
    'rolling-out',
  ],
  [
    'ECS rolled back to ours, which was done before, and that failed',
    service([mine('PRIMARY', 'FAILED', { updatedAt: 5000 })]),
    serviceDeployment('SUCCESSFUL', { finishedAt: 4000 }),
    'failed',
  ],
  [
    'done just now, and the service is a look older',
    service([mine('PRIMARY', 'IN_PROGRESS', { updatedAt: 3000 })]),
    serviceDeployment('SUCCESSFUL', { finishedAt: 4000 }),
    'succeeded',
  ],
  ['done, and somebody came at once', taken, serviceDeployment('SUCCESSFUL'), 'succeeded'],
  ['done, and ours is gone from the service', takenAndGone, serviceDeployment('SUCCESSFUL'), 'succeeded'],
  ['taken over, and the service deployment is a look older', taken, serviceDeployment('IN_PROGRESS'), 'superseded?'],
  [
    'it rolled back, and the old revision serves under a new id',
    service([other('PRIMARY', 'COMPLETED', { taskDefinition: oldRevision })]),
    serviceDeployment('ROLLBACK_SUCCESSFUL'),
    'rolled-back by somebody',
  ],
  [
    'it rolls back, and the old revision comes under a new id',
    service([other('PRIMARY', 'IN_PROGRESS', { taskDefinition: oldRevision }), mine('ACTIVE', 'FAILED')]),
    serviceDeployment('ROLLBACK_IN_PROGRESS', { triggered: 'circuit-breaker' }),
    'rolling-back by circuit-breaker',
  ],
  [
    'it rolled back, and then somebody came',
    takenAndGone,
    serviceDeployment('ROLLBACK_SUCCESSFUL'),
    'rolled-back by somebody',
  ],
  [
    'all tasks run, and the bake time goes on',
    completed,
    serviceDeployment('IN_PROGRESS', { stage: 'BAKE_TIME' }),
    'rolling-out at BAKE_TIME',
  ],
  ['a stage is told', rollingOut, serviceDeployment('IN_PROGRESS', { stage: 'SCALE_UP' }), 'rolling-out at SCALE_UP'],
  [
    'a hook waits for somebody',
    rollingOut,
    serviceDeployment('IN_PROGRESS', { stage: 'PRE_SCALE_UP', hooks: [waiting] }),
    'paused at PRE_SCALE_UP by h1',
  ],
  [
    'a hook waited, and it rolls back now',
    rollingBack,
    serviceDeployment('ROLLBACK_IN_PROGRESS', { hooks: [expired] }),
    'rolling-back by hook',
  ],
  ['somebody asked to roll back', rollingOut, serviceDeployment('ROLLBACK_REQUESTED'), 'rolling-back by somebody'],
  [
    'the breaker rolls back',
    rollingBack,
    serviceDeployment('ROLLBACK_IN_PROGRESS', { triggered: 'circuit-breaker' }),
    'rolling-back by circuit-breaker',
  ],
  [
    'the breaker rolled back',
    back,
    serviceDeployment('ROLLBACK_SUCCESSFUL', { triggered: 'circuit-breaker' }),
    'rolled-back by circuit-breaker',
  ],
  [
    'an alarm rolled back',
    back,
    serviceDeployment('ROLLBACK_SUCCESSFUL', { triggered: 'alarm' }),
    'rolled-back by alarm',
  ],
  [
    'a failed hook rolled back',
    back,
    serviceDeployment('ROLLBACK_SUCCESSFUL', { hooks: [failedHook] }),
    'rolled-back by hook',
  ],
  ['somebody rolled back', back, serviceDeployment('ROLLBACK_SUCCESSFUL'), 'rolled-back by somebody'],
  [
    'it rolled back, the service is a look older',
    rollingOut,
    serviceDeployment('ROLLBACK_SUCCESSFUL', { rollbackTo: 'ecs-svc/1' }),
    'rolled-back by somebody',
  ],
  [
    'rolling back failed',
    stalled,
    serviceDeployment('ROLLBACK_FAILED', { triggered: 'circuit-breaker' }),
    'rollback-failed by circuit-breaker',
  ],
  ['somebody came while it rolled back', taken, serviceDeployment('ROLLBACK_FAILED'), 'superseded'],
  ['stopped, as a newer one came', taken, serviceDeployment('STOPPED'), 'superseded'],
  ['being stopped, as a newer one came', taken, serviceDeployment('STOP_REQUESTED'), 'superseded'],
  [
    'stopped by a breaker that does not roll back',
    stalled,
    serviceDeployment('STOPPED', { triggered: 'circuit-breaker' }),
    'failed by circuit-breaker',
  ],
  [
    'stopped by an alarm that does not roll back',
    rollingOut,
    serviceDeployment('STOPPED', { triggered: 'alarm' }),
    'failed by alarm',
  ],
  ['stopped by somebody', stalled, serviceDeployment('STOPPED'), 'stopped?'],
  ['being stopped by somebody', rollingOut, serviceDeployment('STOP_REQUESTED'), 'rolling-out'],
  [
    'stopped, and only the service knows that it rolled back',
    back,
    serviceDeployment('STOPPED'),
    'rolled-back by somebody?',
  ],
  ['an answer from before the update', back, serviceDeployment('IN_PROGRESS'), 'rolled-back by somebody?'],
  ['failed in the service, open in the service deployment', stalled, serviceDeployment('IN_PROGRESS'), 'failed?'],
  ['the service is going away', service([], { status: 'DRAINING' }), serviceDeployment('IN_PROGRESS'), 'deleted'],
];

test.each(seenRows)('with the service deployment: %s', (_, ...[view, by, expected]) => {
  expect(short(rolloutVerdict(started, { service: view, serviceDeployment: by }, known))).toBe(expected);
});

test('a pause ends the wait even when its budget is over', () => {
  const paused = serviceDeployment('IN_PROGRESS', { hooks: [waiting] });
  const over = { ...known, waitedSeconds: 900 };
  expect(rolloutVerdict(started, { service: rollingOut, serviceDeployment: paused }, over).state).toBe('paused');
});

test('the order of the list decides nothing', () => {
  const unseen = rows.map(([, view, before]) => [view, null, before] as const);
  const seen = seenRows.map(([, view, by]) => [view, by, known] as const);
  for (const [view, by, before] of [...unseen, ...seen]) {
    if (view === null) continue;
    const turned = { ...view, deployments: view.deployments.toReversed() };
    expect(rolloutVerdict(started, { service: turned, serviceDeployment: by }, before)).toEqual(
      rolloutVerdict(started, { service: view, serviceDeployment: by }, before),
    );
  }
});

test('texts decide nothing', () => {
  const reason = 'ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/1.';
  const view = service([mine('PRIMARY', 'COMPLETED', { reason })]);
  const by = serviceDeployment('SUCCESSFUL', { reason: 'Service deployment rolled back' });
  expect(rolloutVerdict(started, { service: view, serviceDeployment: null }, known).state).toBe('succeeded');
  expect(rolloutVerdict(started, { service: view, serviceDeployment: by }, known).state).toBe('succeeded');
});

/** The verdict in a few words; a question mark where a second look must agree. */
function short(verdict: ReturnType<typeof rolloutVerdict>): string {
  const by = 'by' in verdict && typeof verdict.by === 'string' ? ` by ${verdict.by}` : '';
  const doubt = verdict.final && !verdict.certain ? '?' : '';
  switch (verdict.state) {
    case 'timed-out':
      return `timed-out: ${verdict.pending.state}`;
    case 'rolling-out':
      return `rolling-out${verdict.stage === null ? '' : ` at ${verdict.stage}`}`;
    case 'paused':
      return `paused at ${verdict.stage} by ${verdict.hook.id}`;
    case 'superseded':
      return verdict.sameRevision ? 'superseded by the same' : `superseded${doubt}`;
    default:
      return `${verdict.state}${by}${doubt}`;
  }
}
