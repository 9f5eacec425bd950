import { resolve } from 'node:path';
import type { Plan } from '@funade/core';
import { savePlan } from '@funade/core/node';
import type { Interruption } from '../model/interruption.ts';
import type { PlanCommandOptions } from '../model/invocation.ts';
import type { Io } from '../model/io.ts';
import { renderPlan } from '../render/render-plan.ts';
import { renderPlanJson } from '../render/render-plan-json.ts';
import { renderPlanMarkdown } from '../render/render-plan-markdown.ts';
import { styleOf } from '../render/style.ts';
import { makePlan } from '../run/make-plan.ts';

/** `funade plan <environment>`: shows what a deploy would do. */
export async function plan(options: PlanCommandOptions, io: Io, interruption: Interruption): Promise<number> {
  await using made = await makePlan(options, io, interruption);
  if (options.out !== null) await savePlan(resolve(io.cwd, options.out), made.plan, io.random);
  io.stdout.write(shown(made.plan, options, io));
  for (const service of made.skipped) {
    io.stderr.write(`${service} is left out: it has no settings in ${options.environment}\n`);
  }
  if (options.out !== null) io.stderr.write(`saved as ${options.out}; run it with: funade apply ${options.out}\n`);
  return 0;
}

function shown(plan: Plan, { json, markdown, color }: PlanCommandOptions, io: Io): string {
  if (json) return renderPlanJson(plan);
  if (markdown) return renderPlanMarkdown(plan);
  return renderPlan(plan, { colour: styleOf(io.stdout, io, color), width: io.stdout.columns });
}
