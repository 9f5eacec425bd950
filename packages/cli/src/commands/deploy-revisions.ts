import { resolve } from 'node:path';
import { savePlan } from '@funade/core/node';
import type { Interruption } from '../model/interruption.ts';
import type { RevisionRunOptions } from '../model/invocation.ts';
import type { Io } from '../model/io.ts';
import { planSummary, renderPlan } from '../render/render-plan.ts';
import { styleOf } from '../render/style.ts';
import { confirm } from '../run/confirm.ts';
import { makeRevisionPlan } from '../run/make-revision-plan.ts';
import { runPlan, showNothingToDo } from '../run/run-plan.ts';

/**
 * `funade rollback <environment>`, and `funade deploy` with `--to` or `--revision`: brings services to revisions that are there already;
 * a plan like that of any deploy.
 */
export async function deployRevisions(
  options: RevisionRunOptions,
  io: Io,
  interruption: Interruption,
): Promise<number> {
  const inTurn = options.revisions.intent === 'deploy';
  await using made = await makeRevisionPlan(options, { inTurn }, { io, interruption });
  const { plan } = made;
  if (options.out !== null) await savePlan(resolve(io.cwd, options.out), plan, io.random);
  if (plan.steps.length === 0) return await showNothingToDo(made, { options, io, text: planSummary(plan) });
  const output = options.json || options.reporter === 'json' ? io.stderr : io.stdout;
  const colour = styleOf(output, io, options.color);
  const asks = plan.environment.confirm && !options.yes;
  if (asks || !options.quiet) output.write(renderPlan(plan, { colour, width: output.columns }));
  await confirm(plan, { yes: options.yes, signal: interruption.signal }, io);
  return await runPlan(made, options, { io, interruption });
}
