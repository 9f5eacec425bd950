import type { ErrorInfo } from '../model/error.ts';
import type { RunEvent } from '../model/event.ts';
import type { Json } from '../model/json.ts';
import type { Outcome } from '../model/outcome.ts';
import type { RunnablePlan } from '../model/plan.ts';
import type { EarlierStep, StepId } from '../model/step.ts';
import { journalOfOtherPlan } from './errors.ts';

/** Outcomes of targets of which a run has not done all that it was to do; one that was killed leaves `cancelled`. */
export const openOutcomes: ReadonlySet<Outcome> = new Set<Outcome>(['cancelled', 'timed-out', 'paused']);

/** How a step failed for good. */
export interface EarlierFailure {
  readonly error: ErrorInfo;
  readonly outcome: Outcome;
}

/** What earlier runs of a plan came to, as far as their events say. */
export interface Earlier {
  /** What the steps returned that succeeded. */
  readonly done: ReadonlyMap<StepId, Json>;
  /** Steps that failed for good. */
  readonly failed: ReadonlyMap<StepId, EarlierFailure>;
  /** Steps that began, and of which nobody heard the end, or only that they were no longer waited for. */
  readonly begun: ReadonlyMap<StepId, EarlierStep>;
}

/** Nothing ran before. */
export const nothingEarlier: Earlier = { done: new Map(), failed: new Map(), begun: new Map() };

/**
 * What the runs of a plan came to, from their events in the order in which they happened.
 * Throws `JOURNAL_OTHER_PLAN` when some are those of another plan.
 */
export function earlierSteps(plan: Pick<RunnablePlan, 'id'>, events: Iterable<RunEvent>): Earlier {
  const done = new Map<StepId, Json>();
  const failed = new Map<StepId, EarlierFailure>();
  const begun = new Map<StepId, { readonly at: number; readonly said: Json[] }>();
  for (const event of events) {
    switch (event.type) {
      case 'run-started':
        if (event.plan !== plan.id) throw journalOfOtherPlan(event.run, event.plan, plan.id);
        break;
      case 'step-started':
        if (!begun.has(event.step)) begun.set(event.step, { at: event.at, said: [] });
        break;
      case 'step-progress':
        if (event.data !== null) begun.get(event.step)?.said.push(event.data);
        break;
      case 'step-succeeded':
        done.set(event.step, event.output);
        failed.delete(event.step);
        begun.delete(event.step);
        break;
      case 'step-failed':
        if (openOutcomes.has(event.outcome)) break;
        failed.set(event.step, { error: event.error, outcome: event.outcome });
        done.delete(event.step);
        begun.delete(event.step);
        break;
      default:
    }
  }
  return { done, failed, begun };
}
