import type { TargetId } from '../model/environment.ts';
import type { Json } from '../model/json.ts';
import type { Outcome } from '../model/outcome.ts';
import { openOutcomes } from './earlier.ts';
import type { JournaledRun, PastRun } from './past-run.ts';
import { reduceReport } from './report.ts';

/** Outcomes after which nobody knows how the target's deployment ended. */
const open: ReadonlySet<Outcome> = new Set<Outcome>([...openOutcomes, 'in-progress']);

/** A step that began and of which nobody knows whether it took effect. */
export interface BegunStep {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** What it was to be run with, references to earlier steps left in. */
  readonly input: Json;
}

/** What the last runs left open. */
export interface Unfinished {
  /** What steps returned, by step id. */
  readonly outputs: Readonly<Record<string, Json>>;
  /** Steps that change what runs, that began, and that have no end in the journal: the process was killed. By step id. */
  readonly begun: Readonly<Record<string, BegunStep>>;
}

/**
 * What runs left open of the targets whose last run did not see the end of what it started. `runs`: newest first. An
 * operation that saw no end leaves a target to the run before it.
 */
export function unfinishedRuns(runs: readonly PastRun[]): Unfinished {
  const known = new Set<string>();
  const outputs: Record<string, Json> = {};
  const begun: Record<string, BegunStep> = {};
  for (const { plan, isOperation, events } of runs.flatMap(passes)) {
    const { targets } = reduceReport(plan, events);
    for (const { id, outcome } of targets) {
      const took = plan.targets.some((target) => target.id === id && target.steps.length > 0);
      if (known.has(id) || !took || (isOperation && open.has(outcome))) continue;
      known.add(id);
      if (!open.has(outcome)) continue;
      Object.assign(outputs, outputsOf(id, { plan, events }));
      Object.assign(begun, begunOf(id, { plan, events }));
    }
  }
  return { outputs, begun };
}

/** A run and its rollback, the newer one first. */
function passes({ plan, isOperation, events, rollback }: PastRun): readonly Pass[] {
  const forward = { plan, isOperation, events };
  return rollback === null ? [forward] : [{ ...rollback, isOperation }, forward];
}

type Pass = Pick<JournaledRun, 'plan' | 'isOperation' | 'events'>;

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

function begunOf(
  target: TargetId,
  { plan, events }: Pick<PastRun, 'plan' | 'events'>,
): Readonly<Record<string, BegunStep>> {
  const started = new Map<string, number>();
  for (const event of events) {
    if (event.type === 'step-started') started.set(event.step, started.get(event.step) ?? event.at);
    if (event.type === 'step-succeeded' || event.type === 'step-failed') started.delete(event.step);
  }
  return Object.fromEntries(
    plan.steps.flatMap(({ id, targets, effect, input }) => {
      const at = started.get(id);
      const isOpen = at !== undefined && effect === 'changes' && targets.includes(target);
      return isOpen ? [[id, { at, input }]] : [];
    }),
  );
}
