import type { RunEvent } from '../model/event.ts';
import type { Json } from '../model/json.ts';
import type { RunnablePlan } from '../model/plan.ts';
import type { StepDefinition, StepId } from '../model/step.ts';
import { journalOfOtherPlan } from './errors.ts';

/**
 * The outputs of the steps that succeeded, from the events of a run of this plan.
 * Throws `JOURNAL_OTHER_PLAN` when the events are those of another plan.
 */
export function doneSteps(plan: Pick<RunnablePlan, 'id'>, events: Iterable<RunEvent>): ReadonlyMap<StepId, Json> {
  const done = new Map<StepId, Json>();
  for (const event of events) {
    if (event.type === 'run-started' && event.plan !== plan.id) {
      throw journalOfOtherPlan(event.run, event.plan, plan.id);
    }
    if (event.type === 'step-succeeded') done.set(event.step, event.output);
  }
  return done;
}

/**
 * Which of these outputs stand for their steps in a new process: those that fit their definition, and of steps that run
 * in every process only those that no step still to run needs.
 */
export function restorable(
  plan: RunnablePlan,
  definitions: ReadonlyMap<string, StepDefinition>,
  done: ReadonlyMap<StepId, Json>,
): ReadonlyMap<StepId, Json> {
  if (done.size === 0) return done;
  const restored = new Map<StepId, Json>();
  const needed = new Set<StepId>();
  for (const step of plan.steps.toReversed()) {
    const output = done.get(step.id);
    const definition = definitions.get(step.kind);
    const runs =
      output === undefined ||
      definition?.output.safeParse(output).success !== true ||
      (definition.everyProcess === true && needed.has(step.id));
    if (!runs) restored.set(step.id, output);
    else for (const id of step.needs) needed.add(id);
  }
  return new Map([...restored].reverse());
}
