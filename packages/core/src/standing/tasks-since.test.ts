import { expect, test } from 'vitest';
import type { PastDeployment, PastTask, TargetHistory } from '../model/history.ts';
import { tasksSince } from './tasks-since.ts';

const migrate = (number: number, more: Partial<PastTask> = {}): PastTask => ({
  name: 'api/migrate',
  when: 'before',
  state: 'succeeded',
  task: `task-${number}`,
  at: '2026-11-30T12:00:00.000Z',
  ...more,
});

function deployment(number: number, more: Partial<PastDeployment> = {}): PastDeployment {
  return {
    id: `ecs-svc/${number}`,
    revision: `shop-api:${number}`,
    release: `v1.${number}.0`,
    step: null,
    commit: null,
    images: [],
    at: null,
    duration: null,
    end: 'succeeded',
    reason: null,
    registeredBy: null,
    run: null,
    primary: number === 4,
    lastStable: false,
    tasks: [migrate(number)],
    ...more,
  };
}

function since(number: number, deployments: readonly PastDeployment[]): readonly string[] {
  const history: TargetHistory = { id: 'api@production', service: 'api', place: 'shop/api', note: null, deployments };
  const chosen = { deployment: `ecs-svc/${number}`, revision: `shop-api:${number}` };
  return tasksSince(history, chosen).map(({ message }) => message);
}

const all = [5, 4, 3, 2, 1].map((number) => deployment(number));

test('what ran from the one that runs to the one gone back to is told, that one apart', () => {
  expect(since(2, all)).toEqual([
    'task api/migrate ran for v1.4.0 since shop-api:2, and is not undone',
    'task api/migrate ran for v1.3.0 since shop-api:2, and is not undone',
  ]);
});

test.each<[string, readonly PastDeployment[], readonly string[]]>([
  ['forward', [deployment(4, { primary: false }), deployment(2, { primary: true })], []],
  ['of what is not known', all.slice(0, 2), []],
  ['without tasks', [deployment(4, { tasks: [] }), deployment(2)], []],
  ['that one revision has', [deployment(4, { tasks: [migrate(4), migrate(4)] }), deployment(2)], ['ran for v1.4.0']],
  ['that failed', [deployment(4, { tasks: [migrate(4, { state: 'failed' })] }), deployment(2)], ['failed for v1.4.0']],
  [
    'of no known release',
    [deployment(4, { release: null, tasks: [migrate(4, { state: 'started' })] }), deployment(2)],
    ['was started for shop-api:4'],
  ],
])('tasks %s', (_, deployments, told) => {
  const to = deployments.some(({ primary, id }) => primary && id === 'ecs-svc/2') ? 4 : 2;
  expect(since(to, deployments).map((text) => /migrate (.*) since/.exec(text)?.[1])).toEqual(told);
});
