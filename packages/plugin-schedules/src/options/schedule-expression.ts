/**
 * Why a text is no expression of EventBridge Scheduler; null when it is one.
 *
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export function expressionProblem(text: string): string | null {
  const [, kind, argument = ''] = /^(cron|rate|at)\((.*)\)$/.exec(text) ?? [];
  if (kind === 'cron') return cronProblem(argument);
  if (kind === 'rate') return rateProblem(argument);
  if (kind === 'at') return atProblem(argument);
  const fields = text.trim().split(/\s+/);
  if (fields.length === 5) return `a crontab line is no expression of AWS: write ${JSON.stringify(asAws(fields))}`;
  return `not an expression: ${JSON.stringify(text)}; write cron(0 3 * * ? *), rate(1 hour) or at(2026-12-24T18:00:00)`;
}

interface Field {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** Names that stand for the numbers from `from` on. */
  readonly names?: readonly string[];
  /** What stands there beside numbers, ranges, lists and steps. */
  readonly special?: RegExp;
}

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

const fields: readonly Field[] = [
  { name: 'minutes', from: 0, to: 59 },
  { name: 'hours', from: 0, to: 23 },
  { name: 'day of the month', from: 1, to: 31, special: /^(?:\?|L|LW|(?:[1-9]|[12]\d|3[01])W)$/ },
  { name: 'month', from: 1, to: 12, names: months },
  {
    name: 'day of the week',
    from: 1,
    to: 7,
    names: weekdays,
    special: /^(?:\?|L|(?:[1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(?:L|#[1-5]))$/i,
  },
  { name: 'year', from: 1970, to: 2199 },
];

function cronProblem(argument: string): string | null {
  const written = argument.trim().split(/\s+/);
  if (written.length !== fields.length) {
    const hint = written.length === 5 ? `; write ${JSON.stringify(asAws(written))}` : '';
    return `cron has six fields (minutes hours day-of-month month day-of-week year), not ${written.length}${hint}`;
  }
  const wrong = fields.flatMap((field, index) => fieldProblem(written[index] ?? '', field) ?? []);
  if (wrong.length > 0) return wrong.join('; ');
  const [, , day, , weekday] = written;
  if ((day === '?') === (weekday === '?')) {
    return `exactly one of day of the month and day of the week is "?", not ${JSON.stringify(`${day} … ${weekday}`)}`;
  }
  return null;
}

function fieldProblem(text: string, field: Field): string | null {
  if (field.special?.test(text)) return null;
  const items = text.split(',');
  const wrong = items.find((item) => !isItem(item, field));
  if (wrong === undefined) return null;
  const range =
    field.names === undefined
      ? `${field.from}-${field.to}`
      : `${field.from}-${field.to} or ${field.names[0]}-${field.names.at(-1)}`;
  return `${field.name}: ${JSON.stringify(wrong)} is not of ${range}`;
}

/** `*`, `5`, `1-5`, each with a step behind it. */
function isItem(item: string, field: Field): boolean {
  const [, range = '', step] = /^([^/]*)(?:\/(\d+))?$/.exec(item) ?? [];
  if (step !== undefined && (Number(step) < 1 || Number(step) > field.to)) return false;
  if (range === '*') return true;
  const ends = range.split('-').map((end) => numberOf(end, field));
  return ends.length <= 2 && ends.every((end) => end !== null);
}

function numberOf(text: string, { from, to, names = [] }: Field): number | null {
  const named = names.indexOf(text.toUpperCase());
  const number = named >= 0 ? from + named : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return number >= from && number <= to ? number : null;
}

/** `0 3 * * *` as `cron(0 3 * * ? *)`; days of the week count from 0 in a crontab and from 1 at AWS, so they are left to the writer. */
function asAws([minutes = '', hours = '', day = '', month = '', weekday = '']: readonly string[]): string {
  return `cron(${minutes} ${hours} ${day} ${month} ${weekday === '*' ? '?' : weekday} *)`.replace(
    /^(cron\(\S+ \S+) \* (\S+ (?!\?))/,
    '$1 ? $2',
  );
}

function rateProblem(argument: string): string | null {
  const [, count = '', unit = ''] = /^([1-9]\d*) (minute|hour|day)s?$/.exec(argument) ?? [];
  if (unit === '') return `not a rate: ${JSON.stringify(argument)}; write it as rate(1 hour) or rate(5 minutes)`;
  const right = count === '1' ? `${count} ${unit}` : `${count} ${unit}s`;
  return argument === right ? null : `write rate(${right})`;
}

function atProblem(argument: string): string | null {
  const valid =
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(argument) && new Date(`${argument}Z`).toJSON()?.slice(0, 19) === argument;
  return valid
    ? null
    : `not a time: ${JSON.stringify(argument)}; write it as at(2026-12-24T18:00:00), in the schedule's time zone`;
}
