import type { RunOptions } from '../model/options.ts';
import { planSummary, renderPlan } from '../render/render-plan.ts';
import { styleOf } from '../render/style.ts';
import { confirm } from './confirm.ts';
import type { MadePlan } from './make-plan.ts';
import { requireSameSources } from './require-same-sources.ts';
import { runPlan, type Surroundings, showNothingToDo } from './run-plan.ts';

/** Shows a plan that was just made, asks where the environment says so, and runs it. Returns the exit code. */
export async function runMadePlan(
  made: Pick<MadePlan, 'plan' | 'project' | 'context'>,
  options: RunOptions,
  around: Surroundings,
): Promise<number> {
  const { io, interruption } = around;
  const { plan } = made;
  if (plan.steps.length === 0) return await showNothingToDo(made, { options, io, text: planSummary(plan) });
  const output = options.json || options.reporter === 'json' ? io.stderr : io.stdout;
  const asks = plan.environment.confirm && !options.yes;
  const colour = styleOf(output, io, options.color);
  if (asks || !options.quiet) output.write(renderPlan(plan, { colour, width: output.columns }));
  await confirm(plan, { yes: options.yes, signal: interruption.signal }, io);
  // A person may take their time, and work on meanwhile.
  if (asks) await requireSameSources(plan, made.project, io);
  return await runPlan(made, options, around);
}
