import { defineStep, isJsonObject, type StepContext } from '@funade/core';
import { z } from 'zod';
import { formatDuration } from '../model/duration.ts';
import { serviceNotFound } from '../model/errors.ts';
import { countNotReached, scaleSuperseded } from '../model/scale-errors.ts';
import { useRolloutPoller } from '../poll/use-rollout-poller.ts';
import { countVerdict } from './count-verdict.ts';

const input = z.strictObject({
  cluster: z.string(),
  service: z.string(),
  min: z.int().min(0),
  max: z.int().min(0),
  budgetSeconds: z.number().positive(),
});

/** Looks in a row that show a count that is not wanted, before it counts as somebody else's: the first may be from before. */
const surelyElsewhere = 3;

/** Events that are shown when the wait ends too early. */
const shownEvents = 3;

/**
 * Waits until a service runs as many tasks as it is to run, and no others. Throws `COUNT_NOT_REACHED` when the budget ends, and
 * `SCALE_SUPERSEDED` when it is to run another number meanwhile.
 */
export const waitForCount = defineStep({
  kind: 'ecs.wait-for-count',
  input,
  output: z.strictObject({ running: z.number() }),
  effect: 'none',
  waits: true,
  deadlineSeconds: (planned) => (isJsonObject(planned) ? Number(planned.budgetSeconds) : null),
  async run(wanted, context) {
    return { running: await waitUntil(wanted, context) };
  },
});

async function waitUntil(wanted: z.output<typeof input>, context: StepContext): Promise<number> {
  const { clock, signal } = context;
  const { cluster, service: name, min, max, budgetSeconds } = wanted;
  const place = { cluster, service: name };
  const poller = await useRolloutPoller(context);
  using watch = poller.watch(place);
  const until = clock.monotonic() + budgetSeconds * 1000;
  for (let elsewhere = 0; ; ) {
    const look = await watch.next(signal);
    const seen = look.type === 'seen' && 'service' in look ? look : null;
    if (seen === null) {
      if (clock.monotonic() < until) continue;
      throw countNotReached(place, { running: 0, desired: min, waited: formatDuration(budgetSeconds), events: [] });
    }
    const { service, events } = seen;
    const verdict = countVerdict(service, wanted);
    if (verdict === 'gone' || service === null) throw serviceNotFound(place, null, context.environment);
    const { running, desired } = service;
    context.progress(`${running}/${desired} running`, { running, desired });
    if (verdict === 'reached') return running;
    elsewhere = verdict === 'elsewhere' ? elsewhere + 1 : 0;
    if (elsewhere >= surelyElsewhere) {
      throw scaleSuperseded(place, { wanted: desired < min ? min : max, found: desired });
    }
    if (clock.monotonic() >= until) {
      const told = events.slice(0, shownEvents).map(({ message }) => message);
      const waited = formatDuration(budgetSeconds);
      throw countNotReached(place, { running, desired, waited, events: told.toReversed() });
    }
  }
}
