import { expect, test } from 'vitest';
import { runningImage } from '../task-definition/running-image.ts';
import { type DeploymentRecord, type HistoryRecords, pastDeployments } from './past-deployments.ts';

/** A deployment of `api:<revision>` that was created in the `minute`th minute and took one. */
function record(minute: number, revision: number, more: Partial<DeploymentRecord> = {}): DeploymentRecord {
  return {
    id: `ecs-svc/${minute}`,
    status: 'SUCCESSFUL',
    reason: null,
    triggered: false,
    createdAt: minute * 60_000,
    startedAt: minute * 60_000,
    finishedAt: (minute + 1) * 60_000,
    taskDefinition: `arn:aws:ecs:eu-west-1:111111111111:task-definition/api:${revision}`,
    images: [runningImage('app', `registry.test/shop/api:v1.${revision}.0`, 'sha256:1')],
    ...more,
  };
}

function past(deployments: readonly DeploymentRecord[], more: Partial<HistoryRecords> = {}) {
  const newest = deployments.toSorted((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0))[0];
  const primary = newest?.id ?? null;
  return pastDeployments({ deployments, revisions: new Map(), primary, containers: new Set(), limit: 10, ...more });
}

test.each([
  ['SUCCESSFUL', {}, 'succeeded'],
  ['ROLLBACK_SUCCESSFUL', {}, 'rolled-back'],
  ['ROLLBACK_FAILED', {}, 'failed'],
  ['ROLLBACK_REQUESTED', {}, 'rolling-back'],
  ['ROLLBACK_IN_PROGRESS', {}, 'rolling-back'],
  ['PENDING', {}, 'in-progress'],
  ['IN_PROGRESS', {}, 'in-progress'],
  ['STOP_REQUESTED', {}, 'in-progress'],
  ['STOPPED', { triggered: true }, 'failed'],
  ['STOPPED', { finishedAt: 10 * 60_000 }, 'superseded'],
  ['STOPPED', { finishedAt: 9 * 60_000 }, 'stopped'],
  ['STOPPED', { finishedAt: null }, 'stopped'],
  ['A_NEW_WORD', {}, 'unknown'],
])('%s with %o is %s', (status, more, end) => {
  const found = past([record(1, 1, { status, ...more }), record(10, 2)]);
  expect(found[1]?.end).toBe(end);
});

test('newest first, each step from what succeeded before it', () => {
  const found = past([record(1, 1), record(2, 2, { status: 'ROLLBACK_SUCCESSFUL' }), record(3, 3)], { primary: null });
  expect(found.map(({ release, step }) => [release, step])).toEqual([
    ['v1.3.0', 'minor'],
    ['v1.2.0', 'minor'],
    ['v1.1.0', null],
  ]);
  expect(found.map(({ at, duration }) => [at, duration])[0]).toEqual(['1970-01-01T00:03:00.000Z', 60_000]);
});

test.each<[string, readonly DeploymentRecord[], string | null, string | null]>([
  ['the one before', [record(1, 1), record(2, 2)], 'ecs-svc/2', 'ecs-svc/1'],
  [
    'none that failed or was rolled back',
    [record(1, 1), record(2, 2, { status: 'STOPPED' }), record(3, 3, { status: 'ROLLBACK_SUCCESSFUL' }), record(4, 4)],
    'ecs-svc/4',
    'ecs-svc/1',
  ],
  ['not what was rolled back from', [record(1, 1), record(2, 2), record(3, 3), record(4, 2)], 'ecs-svc/4', 'ecs-svc/1'],
  ['not another deployment of what runs', [record(1, 1), record(2, 2), record(3, 2)], 'ecs-svc/3', 'ecs-svc/1'],
  ['before what ECS rolled back to', [record(1, 1), record(2, 2), record(3, 3)], 'ecs-svc/2', 'ecs-svc/1'],
  ['while one is in progress', [record(1, 1), record(2, 2, { status: 'IN_PROGRESS' })], 'ecs-svc/2', 'ecs-svc/1'],
  ['none before the first', [record(1, 1)], 'ecs-svc/1', null],
  ['the newest where nothing runs', [record(1, 1), record(2, 2)], null, 'ecs-svc/2'],
])('the last stable one is %s', (_, ...[deployments, primary, expected]) => {
  const found = past(deployments, { primary });
  expect(found.find(({ lastStable }) => lastStable)?.id ?? null).toBe(expected);
  expect(found.find((each) => each.primary)?.id ?? null).toBe(primary);
});

test('what runs and the last stable one are there when they are older than the rest', () => {
  const failed = { status: 'ROLLBACK_SUCCESSFUL' };
  const found = past([record(1, 1), record(2, 2), record(3, 3), record(4, 4, failed), record(5, 5, failed)], {
    primary: 'ecs-svc/3',
    limit: 1,
  });
  expect(found.map(({ id }) => id)).toEqual(['ecs-svc/5', 'ecs-svc/3', 'ecs-svc/2']);
});

test('a revision that was registered again counts as the one that it comes from', () => {
  const again = { release: 'v1.1.0', commit: null, run: null, registeredBy: null, origin: 'api:2' };
  const deployments = [record(1, 1), record(2, 2), record(3, 3), record(4, 4)];
  const found = past(deployments, { revisions: new Map([[record(4, 4).taskDefinition ?? '', again]]) });
  expect(found.find(({ lastStable }) => lastStable)?.revision).toBe('api:1');
});

test('what a revision records comes before the tags of its images', () => {
  const { taskDefinition } = record(1, 1);
  const tasks = [
    { name: 'api/migrate', when: 'before', state: 'succeeded', task: '1', at: '2026-11-30T12:00:00Z' },
  ] as const;
  const from = { release: 'v9.0.0', commit: 'c0ffee', run: 'run-1', registeredBy: 'arn:aws:iam::1:root' };
  const revision = { ...from, tasks };
  const found = past([record(1, 1)], { revisions: new Map([[taskDefinition ?? '', { ...revision, origin: null }]]) });
  expect(found[0]).toMatchObject(revision);
  expect(past([record(1, 1)])[0]).toMatchObject({ release: 'v1.1.0', commit: null, run: null, registeredBy: null });
});

test('the release is that of the containers that get one; latest says nothing', () => {
  const images = [runningImage('proxy', 'nginx:9.9.9', undefined), runningImage('app', 'api:v1.0.0', undefined)];
  expect(past([record(1, 1, { images })], { containers: new Set(['app']) })[0]?.release).toBe('v1.0.0');
  const latest = [runningImage('app', 'api:latest', undefined)];
  expect(past([record(1, 1, { images: latest })])[0]?.release).toBeNull();
});

test('nothing is known of what nothing says', () => {
  const bare = { taskDefinition: null, images: [], createdAt: null, startedAt: null, finishedAt: null, reason: '' };
  expect(past([record(1, 1, bare)], { primary: null })[0]).toMatchObject({
    revision: null,
    release: null,
    step: null,
    at: null,
    duration: null,
    reason: null,
  });
});
