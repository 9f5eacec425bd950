import type { TargetId } from '../model/environment.ts';
import type { DeployError } from '../model/error.ts';
import type { Json } from '../model/json.ts';
import type { RunnablePlan } from '../model/plan.ts';
import type { Plugin } from '../model/plugin.ts';
import { resolveRefs } from '../model/ref.ts';
import type { RunContext } from '../model/run-context.ts';
import type { PlannedStep } from '../model/step.ts';
import { connectPlugins } from '../plan/observe.ts';
import { definitionsByKind } from '../plan/planned-step.ts';
import type { Earlier } from './earlier.ts';
import { contextOf } from './run-step.ts';

/** What is to be taken up. */
export interface ToResume {
  readonly plan: RunnablePlan;
  readonly earlier: Earlier;
  /** Targets of which the run has not seen the end. */
  readonly open: readonly TargetId[];
}

/**
 * Refuses to take a run up when none of its open targets is what the plan was made from any more: before anything is built for
 * it. A single one is refused by its own step, as it would have been. Reads only. Throws what that step would have thrown.
 */
export async function refuseOutdated(
  { plan, earlier, open }: ToResume,
  plugins: readonly Plugin[],
  context: RunContext,
): Promise<void> {
  await connectPlugins(plugins, context);
  const definitions = definitionsByKind(plugins);
  // A step that began may have changed what it would look at.
  const left = plan.steps.filter(
    ({ id }) => !earlier.done.has(id) && !earlier.failed.has(id) && !earlier.begun.has(id),
  );
  const found = await Promise.all(
    left.map(async (step) => {
      const error =
        (await definitions.get(step.kind)?.outOfDate?.(inputOf(step, earlier), silent(step, context))) ?? null;
      return { targets: step.targets, error };
    }),
  );
  const errors = new Map<TargetId, DeployError>();
  for (const { targets, error } of found) {
    if (error !== null) for (const target of targets) errors.set(target, errors.get(target) ?? error);
  }
  const [first] = open.flatMap((target) => errors.get(target) ?? []);
  if (first !== undefined && open.every((target) => errors.has(target))) throw first;
}

/** The input with what is known of earlier steps; what is not stays a reference. */
function inputOf({ input }: PlannedStep, { done }: Earlier): Json {
  return resolveRefs(input, (reference) => {
    const output = done.get(reference.$ref[0]);
    const known = output !== null && typeof output === 'object' ? (output as Record<string, Json>) : {};
    return known[reference.$ref[1]] ?? (reference as unknown as Json);
  });
}

function silent(step: PlannedStep, context: RunContext) {
  return contextOf(step, context, { runId: '', emit: () => undefined, earlier: undefined });
}
