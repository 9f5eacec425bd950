import { Cron } from 'croner';

/** When something is to happen. */
export interface Schedule {
  /** The next time after this one, in milliseconds since the epoch; null: never again. */
  next(after: number): number | null;
}

const units: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

interface Frame {
  /** IANA name. */
  readonly timezone: string;
  /** What a rate counts from. */
  readonly start: number;
}

/**
 * Reads `rate(5 minutes)`, `cron(0 3 * * ? *)` or `at(2026-11-30T03:00:00)`. Null for what is none of them.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export function parseSchedule(expression: string, frame: Frame): Schedule | null {
  const [, kind, argument = ''] = /^(rate|cron|at)\((.+)\)$/.exec(expression.trim()) ?? [];
  if (kind === 'rate') return rate(argument, frame);
  if (kind === 'cron') return cron(argument, frame);
  return kind === 'at' ? at(argument, frame) : null;
}

function rate(argument: string, { start }: Frame): Schedule | null {
  const [, count = '', unit = '', plural] = /^(\d+) (minute|hour|day)(s?)$/.exec(argument) ?? [];
  const every = Number(count) * (units[unit] ?? 0);
  // `rate(1 minutes)` and `rate(5 minute)` are refused by AWS too.
  if (every === 0 || (Number(count) === 1) !== (plural === '')) return null;
  return { next: (after) => start + every * Math.max(1, Math.floor((after - start) / every) + 1) };
}

function cron(argument: string, { timezone }: Frame): Schedule | null {
  const fields = argument.trim().split(/\s+/);
  const [minute = '', hour = '', day = '', month = '', weekday = '', year = ''] = fields;
  // One of the two days is a question mark, and only one.
  if (fields.length !== 6 || (day === '?') === (weekday === '?')) return null;
  const pattern = ['0', steps(minute, 59), steps(hour, 23), steps(day, 31), steps(month, 12), days(weekday), year];
  try {
    const parsed = new Cron(pattern.join(' '), { timezone, paused: true });
    // What is no time zone is found out by the first question.
    parsed.nextRun();
    return { next: (after) => parsed.nextRun(new Date(after))?.getTime() ?? null };
  } catch {
    return null;
  }
}

/** `0/15` counts from 0 to the end. */
function steps(field: string, last: number): string {
  return field.replaceAll(/(^|,)(\d+)\//g, `$1$2-${last}/`);
}

/** AWS counts the days of the week from 1, which is Sunday. */
function days(field: string): string {
  if (field === '?') return '*';
  // The last day of the week is its seventh.
  if (field === 'L') return '6';
  return steps(field, 7).replaceAll(
    /(^|[,-])(\d)/g,
    (_, before: string, digit: string) => `${before}${Number(digit) - 1}`,
  );
}

function at(argument: string, { timezone }: Frame): Schedule | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(argument)) return null;
  try {
    const time = new Cron(argument, { timezone, paused: true }).nextRun(new Date(0))?.getTime() ?? null;
    return time === null ? null : { next: (after) => (after < time ? time : null) };
  } catch {
    return null;
  }
}
