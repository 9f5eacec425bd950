import { checkNeededImages, verifyTargets } from '@funade/core';
import type { Interruption } from '../model/interruption.ts';
import type { Io } from '../model/io.ts';
import type { PlanOptions } from '../model/options.ts';
import { checkTotals, renderChecks, renderChecksJson } from '../render/render-checks.ts';
import { styleOf } from '../render/style.ts';
import { preparePlan } from '../run/make-plan.ts';

/** What a rule of ours refuses, or would: nothing was changed. */
const refused = 8;

/** `funade verify <environment>`: proves before a deploy that what its plan refers to exists and fits. */
export async function verify(options: PlanOptions, io: Io, interruption: Interruption): Promise<number> {
  await using setting = await preparePlan(options, io, interruption);
  const { request, project, context } = setting;
  const checks = [
    ...(await verifyTargets(request, project.plugins, context)),
    ...(await checkNeededImages(request, project.plugins, context)),
  ];
  io.stdout.write(
    options.json
      ? renderChecksJson(request, checks)
      : renderChecks(checks, { colour: styleOf(io.stdout, io, options.color), width: io.stdout.columns }),
  );
  return checkTotals(checks).failed > 0 ? refused : 0;
}
