import { steadyClock } from '../model/clock.ts';
import { errorInfo, isDeployError, toDeployError } from '../model/error.ts';
import type { RunEvent } from '../model/event.ts';
import type { Json } from '../model/json.ts';
import type { RunnablePlan } from '../model/plan.ts';
import type { Plugin } from '../model/plugin.ts';
import type { Step, StepId } from '../model/step.ts';
import type { World } from '../model/world.ts';
import { stopped, takenBack } from './errors.ts';
import { redactEvent } from './redact-event.ts';
import { type Report, startReport } from './report.ts';
import { restorable } from './resume.ts';
import { contextOf, runStep } from './run-step.ts';
import { createSchedule } from './schedule.ts';
import { definitionsOf, limitsOf, watchersOf } from './step-definitions.ts';
import { takesAllBack } from './take-back.ts';

/** How many steps run side by side when nobody says otherwise. */
export const defaultConcurrency = 20;

export interface ApplyOptions {
  /** The plugins that run the plan's steps. */
  readonly plugins: readonly Plugin[];
  readonly runId: string;
  /**
   * At most this many steps run at once, waits included, so that 1 brings one target to its end before the next. Absent:
   * 20 steps, and as many waits beside them as there are, since a wait costs next to nothing.
   */
  readonly concurrency?: number;
  /** Told everything that happens, in order, at once. When it throws, the run is stopped and its error is thrown. */
  readonly onEvent?: (event: RunEvent) => void;
  /** Outputs of steps that an earlier run of this plan succeeded with, from `doneSteps`. */
  readonly done?: ReadonlyMap<StepId, Json>;
}

/**
 * Runs a plan: the one loop that runs steps.
 *
 * A failed step does not throw: it skips the steps that need it, and the report says how every target ended. When
 * `world.signal` aborts, nothing more starts, running steps get the signal and are waited for.
 * When a target fails that is among `rollbackAll`, nothing more starts and waits are left; taking back is another plan,
 * `rollbackPlan`.
 * Throws `UNKNOWN_STEP_KIND` and `PLAN_BROKEN` (steps in an order in which they can't run) before anything ran.
 */
export async function applyPlan(plan: RunnablePlan, around: World, options: ApplyOptions): Promise<Report> {
  const world: World = { ...around, clock: steadyClock(around.clock) };
  const definitions = definitionsOf(plan, options.plugins);
  const outputs = new Map<StepId, Json>();
  const restored = restorable(plan, definitions, options.done ?? new Map());
  const fold = startReport(plan);
  const stop = new AbortController();
  const signal = AbortSignal.any([world.signal, stop.signal]);
  const together = new AbortController();
  let listenerError: { readonly error: unknown } | null = null;

  const emit = (event: RunEvent): void => {
    const safe = redactEvent(event, world.resources.secrets);
    fold.add(safe);
    if (listenerError !== null) return;
    try {
      options.onEvent?.(safe);
    } catch (error) {
      listenerError = { error };
      stop.abort(error);
    }
  };
  const skip = (steps: readonly Step[], because: StepId | null): void => {
    for (const { id } of steps) emit({ type: 'step-skipped', at: world.clock.now(), step: id, because });
  };
  const schedule = createSchedule(plan.steps, {
    concurrency: Math.max(1, options.concurrency ?? defaultConcurrency),
    limits: limitsOf(definitions),
    uncounted: options.concurrency === undefined ? watchersOf(definitions) : new Set(),
    done: new Set(restored.keys()),
  });

  const run = async (step: Step): Promise<void> => {
    emit({ type: 'step-started', at: world.clock.now(), step: step.id });
    // A wait may be left when another target takes this one back; a call that changes something is never cut off for that.
    const watches = definitions.get(step.kind)?.waits === true;
    const own = watches ? AbortSignal.any([signal, together.signal]) : signal;
    const context = contextOf(step, { ...world, signal: own }, { runId: options.runId, emit });
    try {
      if (own.aborted) throw stopped(own.reason);
      const output = await runStep(step, { definition: definitions.get(step.kind), outputs, context });
      context.end();
      outputs.set(step.id, output);
      emit({ type: 'step-succeeded', at: world.clock.now(), step: step.id, output });
      schedule.succeed(step.id);
    } catch (thrown) {
      context.end();
      const failure = failureOf(thrown, own);
      emit({ type: 'step-failed', at: world.clock.now(), step: step.id, ...failure });
      skip(schedule.fail(step.id), step.id);
      if (takesAllBack(plan, { step: step.id, outcome: failure.outcome })) {
        skip(schedule.cancel(), step.id);
        together.abort(stopped(takenBack(step.subject.name)));
      }
    }
  };

  const settled = Promise.withResolvers<void>();
  const pump = (): void => {
    for (let step = schedule.next(); step !== null; step = schedule.next()) {
      run(step).then(pump, settled.reject);
    }
    if (schedule.running === 0) settled.resolve();
  };
  const onAbort = (): void => {
    const at = world.clock.now();
    if (world.signal.aborted) emit({ type: 'run-interrupted', at, signal: signalName(world.signal.reason) });
    skip(schedule.cancel(), null);
  };

  const { id: planId, environment } = plan;
  emit({ type: 'run-started', at: world.clock.now(), run: options.runId, plan: planId, environment: environment.name });
  for (const [step, output] of restored) {
    outputs.set(step, output);
    emit({ type: 'step-succeeded', at: world.clock.now(), step, output });
  }
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  pump();
  await settled.promise;
  signal.removeEventListener('abort', onAbort);
  emit({ type: 'run-finished', at: world.clock.now() });
  if (listenerError !== null) throw (listenerError as { readonly error: unknown }).error;
  return fold.report();
}

function failureOf(
  thrown: unknown,
  signal: AbortSignal,
): Pick<Extract<RunEvent, { type: 'step-failed' }>, 'error' | 'outcome'> {
  if (!signal.aborted) {
    const error = toDeployError(thrown);
    return { error: errorInfo(error), outcome: error.outcome ?? 'failed' };
  }
  const error = isDeployError(thrown) ? thrown : stopped(signal.reason);
  return { error: errorInfo(error), outcome: error.outcome ?? 'cancelled' };
}

function signalName(reason: unknown): string {
  const details = isDeployError(reason) ? (reason.details as { readonly signal?: unknown } | null) : null;
  return typeof details?.signal === 'string' ? details.signal : 'abort';
}
