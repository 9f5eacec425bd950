import { expect, test } from 'vitest';
import type { Rollback } from '../model/rollback.ts';
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
  expect(rolloutProgress(verdict, service(to, ours))).toBe('rolling back to api:7: 1/3 previous running');
});

const back: Rollback = { how: 'by-update', deploymentId: 'ecs-svc/2', why: 'image.missing' };
const byEcs: Rollback = { ...back, how: 'by-ecs' };
const third = { ...old, id: 'ecs-svc/3', status: 'PRIMARY', running: 1, pending: 1 };
const failing = { ...ours, status: 'ACTIVE', running: 2 };
const rolling = (deployment: DeploymentView) =>
  ({ state: 'rolling-out', final: false, ours: deployment, stage: null }) as const;

test.each<[string, RolloutVerdict, Rollback, readonly DeploymentView[], string]>([
  [
    'before ECS has begun it',
    rolling(ours),
    byEcs,
    [{ ...ours, running: 1 }, old],
    'rolling back (image.missing): 3/3 previous running; 1 new running',
  ],
  [
    'by ECS',
    { state: 'rolling-back', final: false, to: { ...old, running: 2, pending: 1 }, by: null },
    byEcs,
    [{ ...old, running: 2, pending: 1 }, failing],
    'rolling back (image.missing) to api:7: 2/3 previous running, 1 starting; 2 new running',
  ],
  [
    'by an update, with the tasks that never stopped',
    rolling(third),
    back,
    [third, { ...old, running: 1 }, failing],
    'rolling back (image.missing) to api:7: 2/3 previous running, 1 starting; 2 new running',
  ],
  [
    'by an update that starts all of them again',
    rolling({ ...third, running: 3 }),
    back,
    [{ ...third, running: 3 }, old],
    'rolling back (image.missing) to api:7: 6 previous running, 1 starting',
  ],
  [
    'of a plan',
    rolling(third),
    { how: 'by-update', deploymentId: null, why: null },
    [third, failing],
    'rolling back to api:7: 1/3 previous running, 1 starting; 2 new running',
  ],
  ['not to be seen yet', { state: 'appearing', final: false }, back, [], 'rolling back (image.missing)'],
  [
    'whose time is over',
    { state: 'timed-out', final: true, certain: true, pending: rolling(third) },
    back,
    [third],
    'rolling back (image.missing) to api:7: 1/3 previous running, 1 starting',
  ],
  [
    'done',
    { state: 'succeeded', final: true, certain: true, ours: { ...third, running: 3, pending: 0 } },
    back,
    [{ ...third, running: 3, pending: 0 }],
    'rolled back (image.missing) to api:7: 3/3 previous running',
  ],
])('a rollback %s', (_, ...[verdict, rollback, deployments, text]) =>
  expect(rolloutProgress(verdict, service(...deployments), { rollback })).toBe(text),
);

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

const shift = { strategy: 'CANARY', test: 100, bakeMinutes: 5, stepMinutes: 10, updatedAt: null };

test.each([
  [{ ...shift, production: 0 }, 'PRODUCTION_TRAFFIC_SHIFT (test traffic 100% new): 0/3 running; 3 old running'],
  [{ ...shift, production: 5 }, 'PRODUCTION_TRAFFIC_SHIFT (traffic 5% new): 0/3 running; 3 old running'],
])('traffic is told beside the stage: %j', (given, text) => {
  const verdict = { state: 'rolling-out', final: false, ours, stage: 'PRODUCTION_TRAFFIC_SHIFT' } as const;
  expect(rolloutProgress(verdict, service(ours, old), { shift: given })).toBe(text);
});
