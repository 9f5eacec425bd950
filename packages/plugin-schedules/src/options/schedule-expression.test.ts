import { expect, test } from 'vitest';
import { expressionProblem } from './schedule-expression.ts';

test.each([
  'cron(0 3 * * ? *)',
  'cron(0/15 8-18 ? * MON-FRI *)',
  'cron(0,30 * 1,15 JAN,jul ? 2026-2030)',
  'cron(15 10 ? * 6L 2027)',
  'cron(0 8 ? * 3#2 *)',
  'cron(0 8 ? * fri#1 *)',
  'cron(0 8 L * ? *)',
  'cron(0 8 LW * ? *)',
  'cron(0 8 15W * ? *)',
  'cron(0 18 ? * L *)',
  'cron(*/5 * * * ? *)',
  'rate(1 minute)',
  'rate(12 hours)',
  'rate(30 days)',
  'at(2026-12-24T18:00:00)',
  'at(2028-02-29T00:00:00)',
])('%s is an expression', (text) => expect(expressionProblem(text)).toBeNull());

test.each([
  ['', 'not an expression: ""; write cron(0 3 * * ? *), rate(1 hour) or at(2026-12-24T18:00:00)'],
  ['every day', 'not an expression: "every day"; write cron(0 3 * * ? *), rate(1 hour) or at(2026-12-24T18:00:00)'],
  ['0 3 * * *', 'a crontab line is no expression of AWS: write "cron(0 3 * * ? *)"'],
  ['0 3 * * MON', 'a crontab line is no expression of AWS: write "cron(0 3 ? * MON *)"'],
  [
    'cron(0 3 1 * *)',
    'cron has six fields (minutes hours day-of-month month day-of-week year), not 5; write "cron(0 3 1 * ? *)"',
  ],
  ['cron(0)', 'cron has six fields (minutes hours day-of-month month day-of-week year), not 1'],
  ['cron(0 3 * * * *)', 'exactly one of day of the month and day of the week is "?", not "* … *"'],
  ['cron(0 3 ? * ? *)', 'exactly one of day of the month and day of the week is "?", not "? … ?"'],
  ['cron(99 3 * * ? *)', 'minutes: "99" is not of 0-59'],
  ['cron(0 24 32 * ? *)', 'hours: "24" is not of 0-23; day of the month: "32" is not of 1-31'],
  ['cron(0 3 ? * 0 *)', 'day of the week: "0" is not of 1-7 or SUN-SAT'],
  ['cron(0 3 ? MAI 2 *)', 'month: "MAI" is not of 1-12 or JAN-DEC'],
  ['cron(0/0 3 * * ? *)', 'minutes: "0/0" is not of 0-59'],
  ['cron(1-2-3 3 * * ? *)', 'minutes: "1-2-3" is not of 0-59'],
  ['rate(0 minutes)', 'not a rate: "0 minutes"; write it as rate(1 hour) or rate(5 minutes)'],
  ['rate(5 weeks)', 'not a rate: "5 weeks"; write it as rate(1 hour) or rate(5 minutes)'],
  ['rate(1 minutes)', 'write rate(1 minute)'],
  ['rate(5 minute)', 'write rate(5 minutes)'],
  ['at(tomorrow)', 'not a time: "tomorrow"; write it as at(2026-12-24T18:00:00), in the schedule\'s time zone'],
  [
    'at(2026-02-29T00:00:00)',
    'not a time: "2026-02-29T00:00:00"; write it as at(2026-12-24T18:00:00), in the schedule\'s time zone',
  ],
])('%j: %s', (text, problem) => expect(expressionProblem(text)).toBe(problem));
