import type { RunEvent } from '../model/event.ts';
import type { RunnablePlan } from '../model/plan.ts';
import type { RunPart } from '../model/reporter.ts';

/** A run as its journal has it. */
export interface JournaledRun extends RunPart {
  readonly run: string;
  readonly plan: RunnablePlan;
  /** Whether it acted on what was in progress already. */
  readonly isOperation: boolean;
  readonly events: readonly RunEvent[];
}

/** A run of the past, with whatever took it up. */
export interface PastRun {
  /** Of the first run. */
  readonly id: string;
  /** Ids of the runs that took it up or rolled it back, oldest first. */
  readonly others: readonly string[];
  readonly plan: RunnablePlan;
  readonly isOperation: boolean;
  /** Of the run and of those that took it up, in their order. */
  readonly events: readonly RunEvent[];
  /** How its targets were rolled back afterwards, by the failure policy of one that failed; null when nothing was begun. */
  readonly rollback: { readonly plan: RunnablePlan; readonly events: readonly RunEvent[] } | null;
}

/**
 * Runs as people know them: what took a run up, and what rolled it back, belongs to it. `journals`: newest first; so are the
 * runs, by their last journal.
 */
export function pastRuns(journals: readonly JournaledRun[]): readonly PastRun[] {
  const groups = Map.groupBy(journals, ({ run, resumes, rollsBack }) => resumes ?? rollsBack ?? run);
  return [...groups].flatMap(([id, newestFirst]): readonly PastRun[] => {
    // Of two that started within one second, the names of their journals do not tell which was first.
    const own = newestFirst.toReversed().toSorted((one, other) => startOf(one) - startOf(other));
    const forward = own.filter(({ rollsBack }) => rollsBack === undefined);
    const [first] = forward;
    // The journal that it all began with may be gone.
    if (first === undefined) return [];
    const { plan, isOperation } = first;
    const back = own.filter(({ rollsBack }) => rollsBack !== undefined);
    const backPlan = back.at(-1)?.plan;
    const same = back.filter((each) => each.plan.id === backPlan?.id);
    return [
      {
        id,
        others: own.map(({ run }) => run).filter((run) => run !== id),
        plan,
        isOperation,
        events: forward.filter((each) => each.plan.id === plan.id).flatMap(({ events }) => events),
        rollback: backPlan === undefined ? null : { plan: backPlan, events: same.flatMap(({ events }) => events) },
      },
    ];
  });
}

function startOf({ events }: JournaledRun): number {
  return events[0]?.at ?? 0;
}

/** The operation that a run is; null: it is no operation. */
export function operationOf({ plan }: Pick<PastRun, 'plan'>): string | null {
  return (plan as { readonly operation?: string }).operation ?? null;
}
