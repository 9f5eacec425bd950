import { resolve } from 'node:path';
import { savePlan } from '@funade/core/node';
import type { Interruption } from '../model/interruption.ts';
import type { DeployOptions } from '../model/invocation.ts';
import type { Io } from '../model/io.ts';
import { planSummary, renderPlan } from '../render/render-plan.ts';
import { styleOf } from '../render/style.ts';
import { confirm } from '../run/confirm.ts';
import { makePlanInTurn } from '../run/make-plan.ts';
import { requireSameSources } from '../run/require-same-sources.ts';
import { runPlan, showNothingToDo } from '../run/run-plan.ts';
import { deployRevisions } from './deploy-revisions.ts';

/** `funade deploy <environment>`: waits for its turn, plans, asks where the environment says so, and runs. */
export async function deploy(options: DeployOptions, io: Io, interruption: Interruption): Promise<number> {
  const { revisions } = options;
  if (revisions !== null) return await deployRevisions({ ...options, revisions }, io, interruption);
  await using made = await makePlanInTurn(options, io, interruption);
  const { plan } = made;
  if (options.out !== null) await savePlan(resolve(io.cwd, options.out), plan, io.random);
  if (plan.steps.length === 0) return await showNothingToDo(made, { options, io, text: planSummary(plan) });
  const output = options.json || options.reporter === 'json' ? io.stderr : io.stdout;
  const asks = plan.environment.confirm && !options.yes;
  const colour = styleOf(output, io, options.color);
  if (asks || !options.quiet) output.write(renderPlan(plan, { colour, width: output.columns }));
  await confirm(plan, { yes: options.yes, signal: interruption.signal }, io);
  // A person may take their time, and work on meanwhile.
  if (asks) await requireSameSources(plan, made.project, io);
  return await runPlan(made, options, { io, interruption });
}
