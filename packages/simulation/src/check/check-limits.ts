import type { Broken } from '../model/broken.ts';
import type { ProcessRecord, Recording } from '../model/recording.ts';
import { processHeader } from '../world/wire.ts';

/** Seconds that a wait may take beyond its budget: for a last look, whose calls may be slow, and for a rollback that it waits for. */
const slack = 300;
/** Events of one process, and calls of one story, beyond which nothing is bounded. */
const most = { events: 6000, requests: 12_000 };

/** The sixth invariant: waits end within their budget, calls stay within AWS's rates, and nothing grows without end. */
export function checkLimits(recording: Recording): readonly Broken[] {
  const { processes, hung, requests } = recording;
  const told = (rule: string, what: string, process: number | null = null): Broken => ({
    invariant: 6,
    rule,
    text: what,
    process,
  });
  return [
    ...(hung === null ? [] : [told('every command ends', hung)]),
    ...processes.flatMap((record) =>
      overdue(record).map((what) => told('a wait ends within its budget', what, record.id)),
    ),
    ...throttled(recording).map((what) => told('calls stay within the rates of AWS', what)),
    ...processes
      .filter(({ events }) => events.length > most.events)
      .map(({ id, events }) => told('memory is bounded', `${events.length} events`, id)),
    ...(requests.length > most.requests ? [told('memory is bounded', `${requests.length} calls`)] : []),
  ];
}

function overdue({ plan, events }: ProcessRecord): readonly string[] {
  const deadlines = new Map<string, number>(
    [...(plan?.steps ?? []), ...(plan !== null && 'rollback' in plan ? plan.rollback : [])].flatMap(
      ({ id, deadlineSeconds }) => (deadlineSeconds === undefined ? [] : [[id, deadlineSeconds]]),
    ),
  );
  const started = new Map<string, number>();
  const wrong: string[] = [];
  for (const event of events) {
    if (event.type === 'step-started') started.set(event.step, event.at);
    if (event.type !== 'step-succeeded' && event.type !== 'step-failed') continue;
    const [begun, deadline] = [started.get(event.step), deadlines.get(event.step)];
    if (begun === undefined || deadline === undefined) continue;
    const took = (event.at - begun) / 1000;
    // A failed rollout is rolled back within the same step, which has a budget like it.
    if (took > 2 * deadline + slack) wrong.push(`${event.step} took ${took} s of ${deadline} s`);
  }
  return wrong;
}

/** Milliseconds after which the largest bucket of ECS is full again. */
const refill = 5000;

/** Refusals for too many calls that nobody planned. */
function throttled({ requests, struck }: Recording): readonly string[] {
  const counts = new Map<string, number>();
  for (const { operation, error, headers, at, account, region } of requests) {
    const own = headers[processHeader];
    if (error !== 'ThrottlingException' || own === undefined) continue;
    // Several processes share the rates of an account, and none of them can know of the others.
    const shared = requests.some(
      (other) =>
        other.account === account &&
        other.region === region &&
        other.at <= at &&
        other.at > at - refill &&
        other.headers[processHeader] !== undefined &&
        other.headers[processHeader] !== own,
    );
    if (shared) continue;
    counts.set(operation, (counts.get(operation) ?? 0) + 1);
  }
  return [...counts].flatMap(([operation, count]) => {
    const planned = struck.filter((each) => each === `throttled ${operation}`).length;
    return count > planned ? [`${count - planned} calls of ${operation} were throttled`] : [];
  });
}
