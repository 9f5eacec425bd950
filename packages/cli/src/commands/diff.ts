import type { Plan } from '@funade/core';
import type { Interruption } from '../model/interruption.ts';
import type { DiffOptions } from '../model/invocation.ts';
import type { Io } from '../model/io.ts';
import { renderDiff, renderDiffJson } from '../render/render-diff.ts';
import { styleOf } from '../render/style.ts';
import { makePlan } from '../run/make-plan.ts';

/** `funade diff <environment>`: shows what a deploy would change. Exits 1 for that where `--exit-code` asks for it. */
export async function diff(options: DiffOptions, io: Io, interruption: Interruption): Promise<number> {
  await using made = await makePlan(options, io, interruption);
  const { plan } = made;
  io.stdout.write(
    options.json
      ? renderDiffJson(plan)
      : renderDiff(plan, { colour: styleOf(io.stdout, io, options.color), width: io.stdout.columns }),
  );
  return options.exitCode && differs(plan) ? 1 : 0;
}

/** What is deployed again, or only waited for, is no difference. */
function differs({ steps }: Plan): boolean {
  return steps.some(({ changes }) => changes.length > 0);
}
