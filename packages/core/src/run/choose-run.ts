import { nearestName } from '../model/nearest.ts';
import { runUnknown } from './errors.ts';
import { operationOf, type PastRun } from './past-run.ts';
import { changedTargets, type RunState, runState } from './run-state.ts';

/** A run of the past, and what can be done with it. */
export interface ChosenRun extends RunState {
  readonly run: PastRun;
  /** A newer run that has changed targets which this one has not seen the end of; null: there is none. */
  readonly replacedBy: PastRun | null;
}

/** Which run is meant. */
export interface RunWanted {
  /** Null: the newest one that has not ended. */
  readonly id: string | null;
  /** Name of the environment; null: any. */
  readonly environment: string | null;
}

/**
 * The run that is meant, of those of the past, newest first. Without an id the newest one that has not ended and that no newer
 * one has replaced; an operation on what is in progress only where there is no other. Null: there is none.
 *
 * Throws `RUN_UNKNOWN`.
 */
export function chooseRun(runs: readonly PastRun[], { id, environment }: RunWanted): ChosenRun | null {
  const own = runs.filter(({ plan }) => environment === null || plan.environment.name === environment);
  if (id !== null) {
    const named = own.find((run) => run.id === id || run.others.includes(id));
    if (named !== undefined) return stateIn(named, runs);
    const ids = own.map((run) => run.id);
    throw runUnknown(id, { nearest: nearestName(id, ids), ids });
  }
  const open = own
    .map((run) => stateIn(run, runs))
    .filter((chosen) => chosen.open.length > 0 && chosen.replacedBy === null);
  return open.find(({ run }) => !isLook(run)) ?? open.find(({ run }) => !isRunAgain(run)) ?? null;
}

function stateIn(run: PastRun, runs: readonly PastRun[]): ChosenRun {
  const state = runState(run);
  const newer = runs.slice(0, runs.indexOf(run)).filter((other) => replaces(other, run));
  const open = new Set<string>(state.open);
  const replacedBy = newer.find((other) => [...changedTargets(other)].some((target) => open.has(target))) ?? null;
  return { ...state, run, replacedBy };
}

/** A run that only let go on what the other started does not take its place. */
function replaces(other: PastRun, { plan }: PastRun): boolean {
  return other.plan.environment.name === plan.environment.name && !isLook(other);
}

/** Whether it changes nothing of what a deploy goes on with. */
function isLook(run: PastRun): boolean {
  return ['watch', 'continue', 'prune', 'scale'].includes(operationOf(run) ?? '');
}

/** Whether it looks at what is there each time, so that there is nothing to take up of it. */
function isRunAgain(run: PastRun): boolean {
  return ['prune', 'scale'].includes(operationOf(run) ?? '');
}
