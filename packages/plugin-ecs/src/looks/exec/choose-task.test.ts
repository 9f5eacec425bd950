import type { Task } from '@aws-sdk/client-ecs';
import { errorInfo } from '@funade/core';
import { expect, test } from 'vitest';
import { chooseContainer, chooseTask } from './choose-task.ts';

const place = { target: 'api@production', service: 'api', environment: 'production' } as const;
const agent = { name: 'ExecuteCommandAgent', lastStatus: 'RUNNING' } as const;

function task(id: string, more: Partial<Task> = {}): Task {
  return {
    taskArn: `arn:aws:ecs:here:1:task/shop/${id}`,
    lastStatus: 'RUNNING',
    desiredStatus: 'RUNNING',
    startedBy: 'ecs-svc/2',
    startedAt: new Date(1000),
    containers: [{ name: 'app', managedAgents: [agent] }],
    ...more,
  };
}

const chosen = (tasks: readonly Task[], wanted: string | null = null): unknown => {
  try {
    return chooseTask({ tasks, task: wanted, primary: 'ecs-svc/2' }, place).taskArn?.split('/').at(-1);
  } catch (error) {
    const { code, message } = errorInfo(error);
    return [code, message];
  }
};

test.each<[string, readonly Task[], string]>([
  ['the one that runs longest', [task('b'), task('a', { startedAt: new Date(500) })], 'a'],
  ['of the primary deployment', [task('a', { startedBy: 'ecs-svc/1', startedAt: new Date(1) }), task('b')], 'b'],
  [
    'before all, one whose agent runs',
    [task('a', { containers: [{ name: 'app' }] }), task('b', { startedBy: 'x' })],
    'b',
  ],
  ['none that is drained', [task('a', { desiredStatus: 'STOPPED' }), task('b', { startedBy: 'x' })], 'b'],
  ['one without an agent, to say what is wrong with it', [task('a', { containers: [] })], 'a'],
])('%s', (_, tasks, id) => expect(chosen(tasks)).toBe(id));

test('a task is named by the beginning of its id, or its ARN', () => {
  const tasks = [task('abc1'), task('abd2'), task('xyz', { lastStatus: 'STOPPED', stoppedReason: 'it was over' })];
  expect(chosen(tasks, 'abd')).toBe('abd2');
  expect(chosen(tasks, 'arn:aws:ecs:here:1:task/shop/abc1')).toBe('abc1');
  expect([chosen(tasks, 'ab'), chosen(tasks, 'q'), chosen(tasks, 'xyz'), chosen([])]).toMatchInlineSnapshot(`
    [
      [
        "EXEC_TASK_UNKNOWN",
        "several tasks of api@production begin with "ab": abc1, abd2",
      ],
      [
        "EXEC_TASK_UNKNOWN",
        "api@production has no task "q"",
      ],
      [
        "EXEC_TASK_NOT_RUNNING",
        "task xyz of api@production is STOPPED: it was over",
      ],
      [
        "EXEC_NO_TASK",
        "no task of api@production is running",
      ],
    ]
  `);
});

const container = (names: readonly string[], wanted: string | null, usual: readonly string[] = []): unknown => {
  try {
    return chooseContainer(task('a', { containers: names.map((name) => ({ name })) }), { container: wanted, usual })
      .name;
  } catch (error) {
    const { code, hint } = errorInfo(error);
    return [code, hint];
  }
};

test('the container is the named one, the only one, or the one of the release', () => {
  expect(container(['app', 'proxy'], 'proxy')).toBe('proxy');
  expect(container(['app'], null)).toBe('app');
  expect(container(['proxy', 'app'], null, ['gone', 'app'])).toBe('app');
  expect([container(['app', 'proxy'], null), container(['app', 'proxy'], 'porxy')]).toMatchInlineSnapshot(`
    [
      [
        "EXEC_WHICH_CONTAINER",
        "say which one with --container",
      ],
      [
        "UNKNOWN_CONTAINER",
        "did you mean "proxy"? available: app, proxy",
      ],
    ]
  `);
});
