import { expect, test } from 'vitest';
import { type SeenTask, taskVerdict } from './task-verdict.ts';

const counting = { wanted: ['app'], essential: ['app', 'proxy'] };

type Container = Partial<SeenTask['containers'][number]> & { readonly name: string };

function task(containers: readonly Container[], differs: Partial<SeenTask> = {}): SeenTask {
  const usual = { exitCode: null, reason: null, health: 'UNKNOWN', ended: true };
  return {
    arn: 'arn',
    id: '1',
    lastStatus: 'STOPPED',
    stopCode: 'EssentialContainerExited',
    reason: 'Essential container in task exited',
    createdAt: null,
    startedAt: null,
    stoppedAt: null,
    containers: containers.map((each) => ({ ...usual, ...each })),
    ...differs,
  };
}

const app = (exitCode: number | null) => ({ name: 'app', exitCode });
const proxy = (exitCode: number | null) => ({ name: 'proxy', exitCode });

test.each([
  ['its exit code is 0', task([app(0), proxy(143)]), { state: 'succeeded', over: false }],
  ['DELETED is an end too', task([app(0)], { lastStatus: 'DELETED' }), { state: 'succeeded', over: false }],
  ['its exit code is another', task([app(2), proxy(137)]), { why: 'exit', container: 'app', exitCode: 2 }],
  ['it was killed', task([app(137), proxy(137)]), { why: 'exit', exitCode: 137 }],
  ['the sidecar ended first', task([app(143), proxy(1)]), { why: 'sidecar', container: 'proxy', exitCode: 1 }],
  ['the sidecar ended well, and first', task([app(null), proxy(0)]), { why: 'sidecar', exitCode: 0 }],
  ['both ended by themselves', task([app(0), proxy(1)]), { state: 'succeeded' }],
  ['there is no exit code', task([app(null), proxy(143)]), { why: 'no-exit-code', container: 'app' }],
  ['the container is not there', task([proxy(137)]), { why: 'no-exit-code', container: 'app' }],
  ['it never started', task([app(null)], { stopCode: 'TaskFailedToStart' }), { why: 'not-started' }],
  ['it was stopped', task([app(0)], { stopCode: 'UserInitiated', reason: 'by me' }), { why: 'stopped' }],
  [
    'we stopped what was over',
    task([app(0)], { stopCode: 'UserInitiated', reason: 'Funade: it is over' }),
    { state: 'succeeded' },
  ],
  ['spot', task([app(143)], { stopCode: 'SpotInterruption' }), { why: 'interrupted' }],
  ['a new stop code', task([app(0)], { stopCode: 'SomethingNew' }), { why: 'interrupted' }],
  ['no stop code at all', task([app(0)], { stopCode: null }), { state: 'succeeded' }],
  ['it runs', task([{ ...app(null), ended: false }], { lastStatus: 'RUNNING', stopCode: null }), { state: 'running' }],
  ['it is about to stop', task([app(0)], { lastStatus: 'DEPROVISIONING' }), { state: 'running' }],
])('%s', (_, seen, expected) => expect(taskVerdict(seen, counting)).toMatchObject(expected));

test('a container that is not essential may be over before its task is', () => {
  const seen = task([app(0), { name: 'proxy', ended: false }], { lastStatus: 'RUNNING', stopCode: null });
  const of = { wanted: ['app'], essential: ['proxy'] };
  expect(taskVerdict(seen, of)).toEqual({ state: 'succeeded', over: true });
  expect(taskVerdict({ ...seen, stopCode: 'UserInitiated' }, of)).toEqual({ state: 'running' });
});

test('all essential ones count where none is named', () => {
  const of = { wanted: ['app', 'proxy'], essential: ['app', 'proxy'] };
  expect(taskVerdict(task([app(0), proxy(0)]), of)).toEqual({ state: 'succeeded', over: false });
  expect(taskVerdict(task([app(0), proxy(143)]), of)).toMatchObject({ why: 'exit', container: 'proxy', before: 'app' });
  expect(taskVerdict(task([app(137), proxy(3)]), of)).toMatchObject({ container: 'proxy', exitCode: 3 });
  expect(taskVerdict(task([app(137), proxy(143)]), of)).toMatchObject({ container: 'app', exitCode: 137 });
  expect(taskVerdict(task([]), { wanted: [], essential: [] })).toEqual({ state: 'succeeded', over: false });
});
