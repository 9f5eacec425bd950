import { steadyClock } from '../model/clock.ts';
import { errorInfo, isDeployError, toDeployError } from '../model/error.ts';
import { eventsSchema, type RunEvent } from '../model/event.ts';
import type { Json } from '../model/json.ts';
import type { RunnablePlan } from '../model/plan.ts';
import type { Plugin } from '../model/plugin.ts';
import type { Report } from '../model/report.ts';
import type { RunPart } from '../model/reporter.ts';
import type { RunContext } from '../model/run-context.ts';
import type { PlannedStep, StepId } from '../model/step.ts';
import { type Earlier, nothingEarlier } from './earlier.ts';
import { rolledBackWith, stopped } from './errors.ts';
import { redactEvent } from './redact-event.ts';
import { startReport } from './report.ts';
import { restore } from './restore.ts';
import { endsRun } from './rollback-targets.ts';
import { contextOf, runStep } from './run-step.ts';
import { createSchedule } from './schedule.ts';
import { definitionsOf, limitsOf, watchersOf } from './step-definitions.ts';
import { type Reporters, tellReporters } from './tell-reporters.ts';

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
  /** Told everything that happens, by `tellReporters`. One that fails leaves the run a warning. Absent: nobody is told. */
  readonly reporters?: Reporters;
  /** What earlier runs of this plan came to, from `earlierSteps`. Absent: there were none. */
  readonly earlier?: Earlier;
  /** Which run this one belongs to. Absent: none. */
  readonly part?: RunPart;
  /** Gets what each step returns that succeeds, those of an earlier run included. Absent: nobody asks. */
  readonly outputs?: Map<StepId, Json>;
}

/**
 * Runs a plan: the one loop that runs steps.
 *
 * A failed step does not throw: it skips the steps that need it, and the report says how every target ended. When
 * `context.signal` aborts, nothing more starts, running steps get the signal and are waited for.
 * When a target fails whose policy is `rollback-all`, nothing more starts and waits are left; rolling back is another plan,
 * `rollbackPlan`.
 * Throws `UNKNOWN_STEP_KIND` and `PLAN_BROKEN` (steps in an order in which they cannot run) before anything ran.
 */
export async function applyPlan(plan: RunnablePlan, around: RunContext, options: ApplyOptions): Promise<Report> {
  const context: RunContext = { ...around, clock: steadyClock(around.clock) };
  const definitions = definitionsOf(plan, options.plugins);
  const outputs = options.outputs ?? new Map<StepId, Json>();
  const { earlier = nothingEarlier, part = {} } = options;
  const restored = restore(plan, definitions, earlier);
  const fold = startReport(plan);
  const { signal } = context;
  const together = new AbortController();
  const reporters = options.reporters ?? tellReporters([]);
  const emit = (event: RunEvent): void => {
    const safe = redactEvent(event, context.resources.secrets);
    fold.add(safe);
    warn(reporters.event(safe));
  };
  const warn = (messages: readonly string[]): void => {
    for (const message of messages) emit({ type: 'run-warned', at: context.clock.now(), message });
  };
  const skip = (steps: readonly Pick<PlannedStep, 'id'>[], because: StepId | null): void => {
    for (const { id } of steps) emit({ type: 'step-skipped', at: context.clock.now(), step: id, because });
  };
  const succeeded = (step: StepId, kind: string, output: Json): RunEvent => {
    const definition = definitions.get(kind);
    const goesOn = definition?.waits === true ? (definition.goesOn?.(output) ?? null) : null;
    const event = { type: 'step-succeeded', at: context.clock.now(), step, output } as const;
    return goesOn === null ? event : { ...event, goesOn };
  };
  const schedule = createSchedule(plan.steps, {
    concurrency: Math.max(1, options.concurrency ?? defaultConcurrency),
    limits: limitsOf(definitions),
    uncounted: options.concurrency === undefined ? watchersOf(definitions) : new Set(),
    done: new Set(restored.outputs.keys()),
    failed: new Set(restored.failed.map(({ id }) => id)),
  });

  const run = async (step: PlannedStep): Promise<void> => {
    emit({ type: 'step-started', at: context.clock.now(), step: step.id });
    // A wait may be left when this target is rolled back with another; a call that changes something is never cut off for that.
    const watches = definitions.get(step.kind)?.waits === true;
    const own = watches ? AbortSignal.any([signal, together.signal]) : signal;
    const stepContext = contextOf(
      step,
      { ...context, signal: own },
      {
        runId: options.runId,
        emit,
        earlier: earlier.begun.get(step.id),
      },
    );
    try {
      if (own.aborted) throw stopped(own.reason);
      const output = await runStep(step, { definition: definitions.get(step.kind), outputs, context: stepContext });
      stepContext.end();
      outputs.set(step.id, output);
      const event = succeeded(step.id, step.kind, output);
      emit(event);
      if ('goesOn' in event && definitions.get(step.kind)?.holdsBack?.(output) === true) holdBack(step);
      else schedule.succeed(step.id);
    } catch (thrown) {
      stepContext.end();
      const failure = failureOf(thrown, own);
      emit({ type: 'step-failed', at: context.clock.now(), step: step.id, ...failure });
      skip(schedule.fail(step.id), step.id);
      if (endsRun(plan, step, failure.outcome)) {
        skip(schedule.cancel(), step.id);
        together.abort(stopped(rolledBackWith(step.label)));
      }
    }
  };

  /** What follows a rollout would meet what ran before, so it is left out. */
  const holdBack = (step: PlannedStep): void => {
    const early = schedule.fail(step.id);
    if (early.length === 0) return;
    const titles = early.map(({ title }) => title).join(', ');
    const message = `left out, because the rollout is still in progress: ${titles}; deploy the release again once it is done`;
    emit({ type: 'step-warned', at: context.clock.now(), step: step.id, message });
    skip(early, step.id);
  };

  const settled = Promise.withResolvers<void>();
  const pump = (): void => {
    for (let step = schedule.next(); step !== null; step = schedule.next()) {
      run(step).then(pump, settled.reject);
    }
    if (schedule.running === 0) settled.resolve();
  };
  const onAbort = (): void => {
    const at = context.clock.now();
    emit({ type: 'run-interrupted', at, signal: signalName(signal.reason) });
    skip(schedule.cancel(), null);
  };

  const { id: planId, environment } = plan;
  const unable = reporters.start({ id: options.runId, plan, ...part });
  const started = { run: options.runId, plan: planId, environment: environment.name, ...part };
  emit({ type: 'run-started', schema: eventsSchema, at: context.clock.now(), ...started });
  warn(unable);
  for (const [step, output] of restored.outputs) {
    outputs.set(step, output);
    emit(succeeded(step, fold.step(step)?.kind ?? '', output));
  }
  for (const { id } of restored.failed) {
    const failure = earlier.failed.get(id);
    if (failure !== undefined) emit({ type: 'step-failed', at: context.clock.now(), step: id, ...failure });
  }
  for (const [step, because] of schedule.skipped) skip([step], because);
  if (restored.ending !== null) skip(schedule.cancel(restored.toTheEnd), restored.ending.id);
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  pump();
  await settled.promise;
  signal.removeEventListener('abort', onAbort);
  emit({ type: 'run-finished', at: context.clock.now() });
  const faults = await reporters.end();
  for (const each of faults) fold.add({ type: 'run-warned', at: context.clock.now(), message: each });
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
