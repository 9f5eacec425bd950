import { expect, test } from 'vitest';
import { parseSchedule } from './schedule-expression.ts';

const start = Date.UTC(2026, 10, 30, 12);

test.each([
  ['rate(1 minute)', 'UTC', ['2026-11-30T12:01', '2026-11-30T12:02']],
  ['rate(12 hours)', 'UTC', ['2026-12-01T00:00', '2026-12-01T12:00']],
  ['cron(0 3 * * ? *)', 'UTC', ['2026-12-01T03:00', '2026-12-02T03:00']],
  ['cron(0 3 * * ? *)', 'Asia/Tokyo', ['2026-11-30T18:00', '2026-12-01T18:00']],
  ['cron(0/20 13 * * ? *)', 'UTC', ['2026-11-30T13:00', '2026-11-30T13:20']],
  ['cron(15 10 ? * 2 *)', 'UTC', ['2026-12-07T10:15', '2026-12-14T10:15']],
  ['cron(15 10 ? * MON-FRI *)', 'UTC', ['2026-12-01T10:15', '2026-12-02T10:15']],
  ['cron(15 10 ? * 6L 2027)', 'UTC', ['2027-01-29T10:15', '2027-02-26T10:15']],
  ['cron(0 8 ? * L *)', 'UTC', ['2026-12-05T08:00', '2026-12-12T08:00']],
  ['cron(0 8 ? * 3#2 *)', 'UTC', ['2026-12-08T08:00', '2027-01-12T08:00']],
  ['cron(0 8 L * ? *)', 'UTC', ['2026-12-31T08:00', '2027-01-31T08:00']],
  ['at(2026-12-24T18:00:00)', 'Europe/Berlin', ['2026-12-24T17:00', null]],
  ['at(2026-01-01T00:00:00)', 'UTC', [null, null]],
])('%s in %s', (expression, timezone, times) => {
  const schedule = parseSchedule(expression, { timezone, start });
  const first = schedule?.next(start) ?? null;
  const second = first === null ? null : (schedule?.next(first) ?? null);
  const text = (time: number | null): string | null =>
    time === null ? null : new Date(time).toISOString().slice(0, 16);
  expect([text(first), text(second)]).toEqual(times);
});

test.each([
  '',
  'rate(0 minutes)',
  'rate(1 minutes)',
  'rate(5 minute)',
  'rate(5 weeks)',
  'cron(0 3 * * *)',
  'cron(0 3 * * * *)',
  'cron(0 3 ? * ? *)',
  'cron(99 3 * * ? *)',
  'at(tomorrow)',
  'every day',
])('%j is no schedule', (expression) => {
  expect(parseSchedule(expression, { timezone: 'UTC', start })).toBeNull();
});

test('a time zone that is none gives no schedule', () => {
  expect(parseSchedule('cron(0 3 * * ? *)', { timezone: 'Mars/Base', start })).toBeNull();
});
