import { expect, test } from 'vitest';
import { recordedTasks, type TaskRecord, taskRecordOf, taskRecordTag } from './task-record.ts';

const name = { environment: 'production', service: 'api', task: 'migrate' };
const record: TaskRecord = {
  when: 'before',
  state: 'succeeded',
  release: '0123456789abcdef',
  task: '0a1b2c3d',
  at: '2026-11-30T12:00:00Z',
};

test('what is recorded is read again', () => {
  const tag = taskRecordTag(name, { ...record, at: '2026-11-30T12:00:00.123Z' });
  expect(tag).toEqual({
    key: 'funade:task:production/api/migrate',
    value: 'before succeeded 0123456789abcdef 0a1b2c3d 2026-11-30T12:00:00Z',
  });
  expect(taskRecordOf([{ key: 'team', value: 'shop' }, tag], name)).toEqual(record);
  expect(taskRecordOf([tag], { ...name, environment: 'staging' })).toBeNull();
});

test('names are cut to what a key may hold, and stay apart', () => {
  const long = { ...name, task: 'x'.repeat(200) };
  const longer = { ...name, task: 'x'.repeat(201) };
  const [one, other] = [long, longer].map((each) => taskRecordTag(each, record));
  expect(one?.key).toHaveLength(128);
  expect(one?.key).not.toBe(other?.key);
  expect(taskRecordOf([one ?? {}], long)).toEqual(record);
});

test.each(['', 'before succeeded', 'after began 0123456789abcdef t 2026-11-30T12:00:00Z', 'anything else'])(
  'a tag that somebody wrote says nothing: %j',
  (value) => {
    const { key } = taskRecordTag(name, record);
    expect(taskRecordOf([{ key, value }], name)).toBeNull();
    expect(recordedTasks([{ key, value }], 'production')).toEqual([]);
  },
);

test('the tasks of an environment are listed, the earliest first', () => {
  const later = { ...record, at: '2026-11-30T12:05:00Z', when: 'after', state: 'failed' } as const;
  const tags = [
    taskRecordTag({ ...name, task: 'warm' }, later),
    taskRecordTag(name, record),
    taskRecordTag({ ...name, environment: 'staging' }, record),
    { key: 'funade:release', value: 'v1.2.0' },
  ];
  expect(recordedTasks(tags, 'production')).toEqual([
    { name: 'api/migrate', when: 'before', state: 'succeeded', task: '0a1b2c3d', at: '2026-11-30T12:00:00Z' },
    { name: 'api/warm', when: 'after', state: 'failed', task: '0a1b2c3d', at: '2026-11-30T12:05:00Z' },
  ]);
});
