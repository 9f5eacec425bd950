import { expect, test } from 'vitest';
import type { TaskRecord } from '../model/task-record.ts';
import { chooseRun, type KnownRuns, type SeenRun } from './choose-run.ts';

const now = Date.UTC(2026, 10, 30, 12);

function run(id: string, state: SeenRun['state'], minute: number): SeenRun {
  const at = now - 30 * 60_000 + minute * 60_000;
  const nothing = { arn: id, lastStatus: '', stopCode: null, reason: '', containers: [] };
  return { task: { ...nothing, id, createdAt: at, startedAt: at, stoppedAt: at + 1000 }, state };
}

function record(state: TaskRecord['state'], minutesAgo: number): TaskRecord {
  const at = new Date(now - minutesAgo * 60_000).toISOString();
  return { when: 'before', state, release: '0123456789abcdef', task: 'r', at };
}

test.each<[string, Partial<KnownRuns>, object]>([
  ['nothing is known', {}, { act: 'start', after: null }],
  ['one runs', { runs: [run('a', 'running', 1)] }, { act: 'join', id: 'a' }],
  ['one runs, again', { runs: [run('a', 'running', 1)], again: true }, { act: 'join', id: 'a' }],
  ['one failed', { runs: [run('a', 'failed', 1)] }, { act: 'start', after: 'a' }],
  ['two failed', { runs: [run('b', 'failed', 2), run('a', 'failed', 1)] }, { act: 'start', after: 'b' }],
  ['one succeeded', { runs: [run('a', 'succeeded', 1)] }, { act: 'done', id: 'a', at: '2026-11-30T11:31:01.000Z' }],
  ['one succeeded, again', { runs: [run('a', 'succeeded', 1)], again: true }, { act: 'start', after: 'a' }],
  [
    'one succeeded, a later one failed',
    { runs: [run('a', 'succeeded', 1), run('b', 'failed', 2)] },
    { act: 'done', id: 'a' },
  ],
  ['success is recorded', { record: record('succeeded', 600) }, { act: 'done', id: 'r' }],
  ['success is recorded, again', { record: record('succeeded', 600), again: true }, { act: 'start', after: 'r' }],
  ['failure is recorded', { record: record('failed', 600) }, { act: 'start', after: 'r' }],
  ['it has just begun', { record: record('started', 1) }, { act: 'join', id: 'r' }],
  ['it has just begun, again', { record: record('started', 1), again: true }, { act: 'join', id: 'r' }],
  ['it has long begun', { record: record('started', 90) }, { act: 'unknown', id: 'r' }],
  ['it has long begun, again', { record: record('started', 90), again: true }, { act: 'start', after: 'r' }],
  [
    'it has begun and failed',
    { runs: [run('r', 'failed', 1)], record: record('started', 29) },
    { act: 'start', after: 'r' },
  ],
  [
    'a killed run began one, which failed',
    { runs: [run('a', 'failed', 2)], begun: now - 28.5 * 60_000 },
    { act: 'join', id: 'a' },
  ],
  [
    'one failed before a killed run began',
    { runs: [run('a', 'failed', 1)], begun: now - 20 * 60_000 },
    { act: 'start', after: 'a' },
  ],
])('%s', (_, known, expected) => {
  expect(chooseRun({ runs: [], record: null, again: false, begun: null, now, ...known })).toMatchObject(expected);
});
