import { resolve } from 'node:path';
import { savePlan } from '@funade/core/node';
import type { Interruption } from '../model/interruption.ts';
import type { RevisionRunOptions } from '../model/invocation.ts';
import type { Io } from '../model/io.ts';
import { makeRevisionPlan } from '../run/make-revision-plan.ts';
import { runMadePlan } from '../run/run-made-plan.ts';

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
  if (options.out !== null) await savePlan(resolve(io.cwd, options.out), made.plan, io.random);
  return await runMadePlan(made, options, { io, interruption });
}
