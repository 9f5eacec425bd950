import { expect, test } from 'vitest';
import {
  type DeploymentView,
  type RolloutKnown,
  rolloutVerdict,
  type ServiceView,
  type StartedDeployment,
} from './rollout-verdict.ts';

const oldRevision = 'arn:aws:ecs:eu-west-1:111111111111:task-definition/api:7';
const newRevision = 'arn:aws:ecs:eu-west-1:111111111111:task-definition/api:8';
const otherRevision = 'arn:aws:ecs:eu-west-1:111111111111:task-definition/api:9';

const started: StartedDeployment = {
  deploymentId: 'ecs-svc/2',
  taskDefinition: newRevision,
  knownDeploymentIds: ['ecs-svc/1'],
  createdAt: 2000,
};
const known: RolloutKnown = { seenBefore: true, waitedSeconds: 30, budgetSeconds: 900 };
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
    ...more,
  };
}

function service(deployments: readonly DeploymentView[], more: Partial<ServiceView> = {}): ServiceView {
  return { status: 'ACTIVE', desired: 2, running: 2, rollsBack: false, deployments, ...more };
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
    'ours failed and ECS does not go back',
    service([mine('PRIMARY', 'FAILED'), old('ACTIVE', 'COMPLETED')]),
    known,
    'failed',
  ],
  ['ours failed and ECS may go back yet', service([mine('PRIMARY', 'FAILED')], { rollsBack: true }), known, 'failed?'],
  [
    'the old one is primary again, ours still listed',
    service([old('PRIMARY', 'IN_PROGRESS'), mine('ACTIVE', 'IN_PROGRESS')]),
    known,
    'rolling-back',
  ],
  [
    'the old one is primary again and ours is draining',
    service([mine('DRAINING', 'FAILED'), old('PRIMARY', 'IN_PROGRESS')]),
    known,
    'rolling-back',
  ],
  [
    'the old one completed again, ours still listed',
    service([old('PRIMARY', 'COMPLETED'), mine('ACTIVE', 'FAILED')]),
    known,
    'rolled-back',
  ],
  ['a healthy service on the old deployment, ours gone', service([old('PRIMARY', 'COMPLETED')]), known, 'rolled-back?'],
  ['going back failed too', service([old('PRIMARY', 'FAILED'), mine('ACTIVE', 'FAILED')]), known, 'rollback-failed'],
  [
    'back on a deployment older than ours that was not listed then',
    service([deployment('ecs-svc/0', 'PRIMARY', 'COMPLETED'), mine('ACTIVE', 'FAILED')]),
    known,
    'rolled-back',
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
    'superseded',
  ],
  [
    'a newer deployment of the same revision',
    service([other('PRIMARY', 'IN_PROGRESS', { taskDefinition: newRevision }), mine('ACTIVE', 'IN_PROGRESS')]),
    known,
    'superseded by the same',
  ],
  ['an answer from before the update', service([old('PRIMARY', 'COMPLETED')]), early, 'appearing'],
  ['somebody else before ours was ever seen', service([other('PRIMARY', 'IN_PROGRESS')]), early, 'superseded?'],
  ['ours never showed up', service([old('PRIMARY', 'COMPLETED')]), late, 'rolled-back?'],
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
    'the budget ends while ECS goes back',
    service([old('PRIMARY', 'IN_PROGRESS'), mine('ACTIVE', 'FAILED')]),
    { ...known, waitedSeconds: 900 },
    'timed-out: rolling-back',
  ],
  [
    'the budget ends before ours is seen',
    service([old('PRIMARY', 'COMPLETED')]),
    { seenBefore: false, waitedSeconds: 20, budgetSeconds: 10 },
    'timed-out: appearing',
  ],
];

test.each(rows)('%s', (_, ...[view, before, expected]) => {
  expect(short(rolloutVerdict(started, { service: view }, before))).toBe(expected);
});

test('the order of the list decides nothing', () => {
  for (const [, view, before] of rows) {
    if (view === null) continue;
    const turned = { ...view, deployments: view.deployments.toReversed() };
    expect(rolloutVerdict(started, { service: turned }, before)).toEqual(
      rolloutVerdict(started, { service: view }, before),
    );
  }
});

test('texts decide nothing', () => {
  const reason = 'ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/1.';
  expect(rolloutVerdict(started, { service: service([mine('PRIMARY', 'COMPLETED', { reason })]) }, known).state).toBe(
    'succeeded',
  );
});

/** The verdict in a word; a question mark where a second look must agree. */
function short(verdict: ReturnType<typeof rolloutVerdict>): string {
  if (!verdict.final) return verdict.state;
  if (verdict.state === 'timed-out') return `timed-out: ${verdict.pending.state}`;
  if (verdict.state === 'superseded' && verdict.sameRevision) return 'superseded by the same';
  return verdict.certain ? verdict.state : `${verdict.state}?`;
}
