import { relative, resolve } from 'node:path';
import { refuseStalePlan, refuseTamperedPlan } from '@funade/core';
import { loadPlan } from '@funade/core/node';
import type { Interruption } from '../model/interruption.ts';
import type { ApplyCommandOptions } from '../model/invocation.ts';
import type { Io } from '../model/io.ts';
import { planSummary, renderPlan } from '../render/render-plan.ts';
import { styleOf } from '../render/style.ts';
import { confirm } from '../run/confirm.ts';
import { loadProject, openContext } from '../run/project.ts';
import { requireSameEnvironment } from '../run/require-same-environment.ts';
import { requireSameSources } from '../run/require-same-sources.ts';
import { runPlan, showNothingToDo } from '../run/run-plan.ts';
import { turnContext } from '../run/turn-context.ts';

/** `funade apply <plan.json>`: runs a saved plan, unless what it was made from has changed. */
export async function apply(options: ApplyCommandOptions, io: Io, interruption: Interruption): Promise<number> {
  const file = resolve(io.cwd, options.plan);
  const plan = await loadPlan(file);
  const project = await loadProject({ file: options.config }, io, interruption);
  requireSameEnvironment(plan, project);
  refuseTamperedPlan(plan, project.plugins);
  await requireSameSources(plan, project, io);
  interruption.signal.throwIfAborted();
  await using context = openContext(project, plan.environment, { io, interruption, own: [file], options });
  await refuseStalePlan(plan, project.plugins, turnContext(context, io));
  const toRun = { plan, project, context };
  if (plan.steps.length === 0) return await showNothingToDo(toRun, { options, io, text: planSummary(plan) });
  const output = options.json || options.reporter === 'json' ? io.stderr : io.stdout;
  if (plan.environment.confirm && !options.yes) {
    output.write(renderPlan(plan, { colour: styleOf(output, io, options.color), width: output.columns }));
  } else if (!options.quiet) {
    output.write(`${relative(io.cwd, file)}: ${planSummary(plan)}\n`);
  }
  await confirm(plan, { yes: options.yes, signal: interruption.signal }, io);
  // A person may take their time, and work on meanwhile.
  if (plan.environment.confirm && !options.yes) await requireSameSources(plan, project, io);
  return await runPlan(toRun, options, { io, interruption });
}
