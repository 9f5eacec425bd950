import { resolve } from 'node:path';
import { savePlan } from '@funade/core/node';
import type { Interruption } from '../model/interruption.ts';
import type { DeployOptions } from '../model/invocation.ts';
import type { Io } from '../model/io.ts';
import { makePlanInTurn } from '../run/make-plan.ts';
import { offerResume } from '../run/offer-resume.ts';
import { runMadePlan } from '../run/run-made-plan.ts';
import { deployRevisions } from './deploy-revisions.ts';

/** `funade deploy <environment>`: waits for its turn, plans, asks where the environment says so, and runs. */
export async function deploy(options: DeployOptions, io: Io, interruption: Interruption): Promise<number> {
  const { revisions } = options;
  if (revisions !== null) return await deployRevisions({ ...options, revisions }, io, interruption);
  await using made = await makePlanInTurn(
    { ...options, onPrepared: (setting) => offerResume(setting, io) },
    io,
    interruption,
  );
  if (options.out !== null) await savePlan(resolve(io.cwd, options.out), made.plan, io.random);
  return await runMadePlan(made, options, { io, interruption });
}
