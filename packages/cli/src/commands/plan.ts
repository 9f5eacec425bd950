import { resolve } from 'node:path';
import { renderPlan } from '@funade/core';
import { savePlan } from '@funade/core/node';
import type { Interruption } from '../interruption.ts';
import type { PlanOptions } from '../invocation.ts';
import type { Io } from '../io.ts';
import { makePlan } from '../make-plan.ts';
import { styleOf } from '../style.ts';

/** `funade plan <environment>`: shows what a deploy would do. */
export async function plan(
  options: PlanOptions & { readonly out: string | null },
  io: Io,
  interruption: Interruption,
): Promise<number> {
  await using made = await makePlan(options, io, interruption);
  if (options.out !== null) await savePlan(resolve(io.cwd, options.out), made.plan);
  if (options.json) {
    io.stdout.write(`${JSON.stringify(made.plan, null, 2)}\n`);
    return 0;
  }
  const colour = styleOf(io.stdout, io, options.color);
  io.stdout.write(renderPlan(made.plan, { colour, width: io.stdout.columns }));
  for (const service of made.skipped) {
    io.stderr.write(`${service} is left out: it has no settings in ${options.environment}\n`);
  }
  if (options.out !== null) io.stderr.write(`saved as ${options.out}; run it with: funade apply ${options.out}\n`);
  return 0;
}
