import { resolve } from 'node:path';
import type { Plan } from '@funade/core';
import { savePlan } from '@funade/core/node';
import type { Interruption } from '../model/interruption.ts';
import type { PlanCommandOptions, RevisionOptions } from '../model/invocation.ts';
import type { Io } from '../model/io.ts';
import { renderPlan } from '../render/render-plan.ts';
import { renderPlanJson } from '../render/render-plan-json.ts';
import { renderPlanMarkdown } from '../render/render-plan-markdown.ts';
import { styleOf } from '../render/style.ts';
import { makePlan } from '../run/make-plan.ts';
import { makeRevisionPlan } from '../run/make-revision-plan.ts';
import { planPrune } from './prune.ts';

/** `funade plan <environment>`: shows what a deploy would do. */
export async function plan(options: PlanCommandOptions, io: Io, interruption: Interruption): Promise<number> {
  const { revisions, prune } = options;
  if (prune !== null) return await planPrune({ ...options, prune }, io, interruption);
  if (revisions !== null) return await planRevisions({ ...options, revisions }, io, interruption);
  await using made = await makePlan(options, io, interruption);
  if (options.out !== null) await savePlan(resolve(io.cwd, options.out), made.plan, io.random);
  io.stdout.write(shown(made.plan, options, io));
  for (const service of made.skipped) {
    io.stderr.write(`${service} is left out: it has no settings in ${options.environment}\n`);
  }
  tellSaved(options, io);
  return 0;
}

/** The same of revisions that are there already. */
async function planRevisions(
  options: PlanCommandOptions & { readonly revisions: RevisionOptions },
  io: Io,
  interruption: Interruption,
): Promise<number> {
  await using made = await makeRevisionPlan(options, { inTurn: false }, { io, interruption });
  if (options.out !== null) await savePlan(resolve(io.cwd, options.out), made.plan, io.random);
  io.stdout.write(shown(made.plan, options, io));
  tellSaved(options, io);
  return 0;
}

function tellSaved({ out }: PlanCommandOptions, { stderr }: Io): void {
  if (out !== null) stderr.write(`saved as ${out}; run it with: funade apply ${out}\n`);
}

function shown(plan: Plan, { json, markdown, color }: PlanCommandOptions, io: Io): string {
  if (json) return renderPlanJson(plan);
  if (markdown) return renderPlanMarkdown(plan);
  return renderPlan(plan, { colour: styleOf(io.stdout, io, color), width: io.stdout.columns });
}
