import { createPrune, type OperationPlan } from '@funade/core';
import type { Interruption } from '../model/interruption.ts';
import type { PruneCommandOptions, PruneViewOptions } from '../model/invocation.ts';
import type { Io } from '../model/io.ts';
import { renderPrune, renderPruneJson } from '../render/render-prune.ts';
import { styleOf } from '../render/style.ts';
import { ask } from '../run/confirm.ts';
import { openStanding, type Standing } from '../run/open-standing.ts';
import { runPlan, showNothingToDo } from '../run/run-plan.ts';

const nothing = 'nothing to prune in';

/** `funade prune <environment>`: plans what old revisions and images go, shows it, asks, and lets them go. */
export async function prune(options: PruneCommandOptions, io: Io, interruption: Interruption): Promise<number> {
  await using standing = await openStanding(options, io, interruption);
  const plan = await planOf(standing, options);
  const made = { plan, project: standing.project, context: standing.context };
  const output = options.json || options.reporter === 'json' ? io.stderr : io.stdout;
  if (plan.steps.length === 0) {
    return await showNothingToDo(made, { io, options, text: `${nothing} ${plan.environment.name}` });
  }
  if (!options.yes || !options.quiet) {
    output.write(renderPrune(plan, { colour: styleOf(output, io, options.color), width: output.columns }));
  }
  // What is deleted does not come back, whatever the environment says about deploys.
  const asked = { ...plan.environment, confirm: true };
  const question = `prune ${plan.project} in ${plan.environment.name}`;
  const saying = { yes: options.yes, signal: interruption.signal, question, otherwise: 'nothing was pruned in' };
  await ask(asked, saying, io);
  return await runPlan(made, options, { io, interruption });
}

/** `funade plan <environment> --prune`: shows what `prune` would let go, and changes nothing. */
export async function planPrune(options: PruneViewOptions, io: Io, interruption: Interruption): Promise<number> {
  await using standing = await openStanding(options, io, interruption);
  const plan = await planOf(standing, options);
  const page = { colour: styleOf(io.stdout, io, options.color), width: io.stdout.columns };
  io.stdout.write(options.json ? renderPruneJson(plan) : renderPrune(plan, page));
  return 0;
}

function planOf(
  { project, environment, targets, context }: Standing,
  { prune: options }: PruneViewOptions,
): Promise<OperationPlan> {
  return createPrune({ project: project.config.project, environment, targets, options }, project.plugins, context);
}
