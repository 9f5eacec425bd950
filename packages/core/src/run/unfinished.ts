import type { TargetId } from '../model/environment.ts';
import type { RunEvent } from '../model/event.ts';
import type { Json } from '../model/json.ts';
import type { Outcome } from '../model/outcome.ts';
import type { RunnablePlan } from '../model/plan.ts';
import { reduceReport } from './report.ts';

/** A run of the past, from its journal. */
export interface PastRun {
  readonly plan: RunnablePlan;
  /** Whether it acted on what was in progress already. */
  readonly isOperation: boolean;
  readonly events: readonly RunEvent[];
}

/** Outcomes after which nobody knows how the target's deployment ended; a run that was killed leaves `cancelled`. */
const open: ReadonlySet<Outcome> = new Set<Outcome>(['cancelled', 'timed-out', 'paused']);

/**
 * What the steps of targets returned whose last run did not see the end of what it started, by step id. `runs`: newest
 * first. An operation that saw no end leaves a target to the run before it.
 */
export function unfinishedOutputs(runs: readonly PastRun[]): Readonly<Record<string, Json>> {
  const known = new Set<string>();
  const outputs: Record<string, Json> = {};
  for (const { plan, isOperation, events } of runs) {
    const { targets } = reduceReport(plan, events);
    for (const { id, outcome } of targets) {
      const took = plan.targets.some((target) => target.id === id && target.steps.length > 0);
      if (known.has(id) || !took || (isOperation && open.has(outcome))) continue;
      known.add(id);
      if (open.has(outcome)) Object.assign(outputs, outputsOf(id, { plan, events }));
    }
  }
  return outputs;
}

function outputsOf(
  target: TargetId,
  { plan, events }: Pick<PastRun, 'plan' | 'events'>,
): Readonly<Record<string, Json>> {
  const own = new Set(plan.steps.filter(({ targets }) => targets.includes(target)).map(({ id }) => id));
  return Object.fromEntries(
    events.flatMap((event) =>
      event.type === 'step-succeeded' && own.has(event.step) ? [[event.step, event.output]] : [],
    ),
  );
}
