import type { RunEvent } from '../model/event.ts';
import type { Json } from '../model/json.ts';
import { type Ref, resolveRefs } from '../model/ref.ts';
import type { RunContext } from '../model/run-context.ts';
import type { EarlierStep, Step, StepContext, StepDefinition, StepId } from '../model/step.ts';
import { toJson } from '../model/to-json.ts';
import { badStepInput, badStepOutput, missingOutput, unknownStepKinds } from './errors.ts';

/** The context of a step that runs. */
export interface RunningContext extends StepContext {
  /** What the step says afterwards is not heard. */
  end(): void;
}

/** In which run a step runs. */
interface Running {
  readonly runId: string;
  readonly emit: (event: RunEvent) => void;
  readonly earlier: EarlierStep | undefined;
}

/** What a step is given: the run's context, and a voice that reaches the run's events until the step has ended. */
export function contextOf(
  { id, kind, phase, targets, label, title }: Step,
  context: RunContext,
  { runId, emit, earlier }: Running,
): RunningContext {
  let ended = false;
  const say = (event: RunEvent): void => {
    if (!ended) emit(event);
  };
  return {
    ...context,
    step: { id, kind, phase, targets, label, title },
    runId,
    ...(earlier === undefined ? {} : { earlier }),
    progress: (message, data = null) =>
      say({ type: 'step-progress', at: context.clock.now(), step: id, message, data }),
    output: (line) => say({ type: 'step-output', at: context.clock.now(), step: id, line }),
    warn: (message) => say({ type: 'step-warned', at: context.clock.now(), step: id, message }),
    end: () => {
      ended = true;
    },
  };
}

/**
 * Runs a step: its references resolved, its input and output held against its definition.
 * Throws what the step throws, `STEP_INPUT`, `STEP_OUTPUT` and `STEP_REFERENCE`.
 */
export async function runStep(
  step: Step,
  {
    definition,
    outputs,
    context,
  }: {
    readonly definition: StepDefinition | undefined;
    readonly outputs: ReadonlyMap<StepId, Json>;
    readonly context: StepContext;
  },
): Promise<Json> {
  if (definition === undefined) throw unknownStepKinds([step.kind]);
  const input = definition.input.safeParse(resolveRefs(step.input, (reference) => lookup(outputs, reference)));
  if (!input.success) throw badStepInput(step, input.error);
  const output = definition.output.safeParse(await definition.run(input.data, context));
  if (!output.success) throw badStepOutput(step, output.error);
  return toJson(output.data);
}

function lookup(outputs: ReadonlyMap<StepId, Json>, { $ref: [from, name] }: Ref): Json {
  const output = outputs.get(from as StepId);
  const value = output !== null && typeof output === 'object' ? (output as Record<string, Json>)[name] : undefined;
  if (value === undefined) throw missingOutput(from, name);
  return value;
}
