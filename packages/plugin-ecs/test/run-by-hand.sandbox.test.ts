import { type HandRunListener, runByHand } from '@funade/core';
import { expect, test } from 'vitest';
import type { EcsOptions } from '../src/options/options.ts';
import type { Shop } from './shop.ts';
import { migrate, startTaskShop } from './task-shop.ts';

const goes = { match: { startedBy: 'funade-run/*' }, becomes: { type: 'exits', code: 0, afterSeconds: 2 } } as const;

interface Asked {
  readonly task?: string;
  readonly command?: readonly string[];
  readonly tasks: NonNullable<EcsOptions['tasks']>;
}

async function run(shop: Shop, { task, command, tasks }: Asked) {
  const { request, plugins, context } = await shop.rollbackOf();
  const [target] = request.targets;
  if (target === undefined) throw new TypeError('the shop has one target');
  const options = { ecs: { cluster: 'shop', service: 'api', container: 'app', tasks } };
  const listener: HandRunListener = { progress: () => {}, line: () => {}, warn: () => {} };
  const { project, environment } = request;
  const wanted = {
    project,
    environment,
    target: { ...target, environment, options },
    task: task ?? null,
    command: command ?? null,
    revision: null,
    release: null,
    count: 1,
    detach: false,
  };
  return runByHand(wanted, { plugins, listener }, context);
}

test('a task of the config is run as it is written, with another command where one is typed', async () => {
  await using shop = await startTaskShop(goes);
  const tasks = { migrate: { ...migrate, environment: { MODE: 'all' }, cpu: 512, memory: 1024 } };
  expect(await run(shop, { task: 'migrate', tasks })).toMatchObject({
    revision: 'api:1',
    tasks: [{ state: 'succeeded' }],
  });
  await run(shop, { task: 'migrate', command: ['status'], tasks });
  const environment = [{ name: 'MODE', value: 'all' }];
  expect(shop.calls('RunTask').map(({ overrides }) => overrides)).toEqual([
    { containerOverrides: [{ name: 'app', command: migrate.command, environment }], cpu: '512', memory: '1024' },
    { containerOverrides: [{ name: 'app', command: ['status'], environment }], cpu: '512', memory: '1024' },
  ]);
  // It is no migration of a release.
  const [history] = await shop.history();
  expect(history?.deployments[0]?.tasks).toBeUndefined();
});

test.each([
  [{ task: 'warm', tasks: { migrate } }, 'TASK_NOT_CONFIGURED'],
  [
    { task: 'migrate', tasks: { migrate: { ...migrate, command: ['to', '{{release.version}}'] } } },
    'TASK_NEEDS_RELEASE',
  ],
  [{ task: 'migrate', tasks: { migrate: { ...migrate, container: 'ap' } } }, 'TASKS_INVALID'],
  [{ task: 'migrate', tasks: { migrate: { ...migrate, taskDefinition: 'jobs:7' } } }, 'NOTHING_TO_RUN'],
])('%j is refused with %s', async (asked, code) => {
  await using shop = await startTaskShop(goes);
  await expect(run(shop, asked)).rejects.toMatchObject({ code, category: 'usage' });
  expect(shop.calls('RunTask')).toEqual([]);
});
