import { createOperation, jsonText, plainJson, type ScaleWanted, type TargetId } from '@funade/core';
import type { Interruption } from '../model/interruption.ts';
import type { ScaleOptions } from '../model/invocation.ts';
import type { Io } from '../model/io.ts';
import { renderOperation } from '../render/render-operation.ts';
import { pageOf } from '../render/render-plan.ts';
import { styleOf } from '../render/style.ts';
import { ask } from '../run/confirm.ts';
import { openStanding } from '../run/open-standing.ts';
import { runPlan, showNothingToDo } from '../run/run-plan.ts';

/** `funade scale <environment> <service>=<tasks>`: changes how many tasks services run, as a plan, and waits for it. */
export async function scale(options: ScaleOptions, io: Io, interruption: Interruption): Promise<number> {
  await using standing = await openStanding(options, io, interruption);
  const { project, environment, targets, context } = standing;
  const wanted = {
    operation: 'scale' as const,
    project: project.config.project,
    environment,
    targets,
    started: {},
    begun: {},
    scale: Object.fromEntries(
      targets.flatMap(({ id, service }): (readonly [TargetId, ScaleWanted])[] => {
        const each = options.scale[service];
        return each === undefined ? [] : [[id, each]];
      }),
    ),
  };
  const plan = await createOperation(wanted, project.plugins, context);
  const toRun = { plan, project, context };
  const json = options.json || options.reporter === 'json';
  if (options.dryRun && options.json) {
    const { operation, id, createdAt, project: name, steps, notes, warnings } = plan;
    const { name: where, account, region } = environment;
    const shown = { operation, id, createdAt, project: name, environment: { name: where, account, region } };
    io.stdout.write(`${jsonText(plainJson({ ...shown, steps, notes, warnings } as never), 2)}\n`);
    return 0;
  }
  const output = json ? io.stderr : io.stdout;
  const colour = styleOf(output, io, options.color);
  const shows = !options.quiet || options.dryRun || (environment.confirm && !options.yes);
  if (shows) output.write(renderOperation(plan, pageOf({ colour, width: output.columns })));
  if (options.dryRun) return 0;
  if (shows) output.write('\n');
  if (plan.steps.length === 0) {
    return await showNothingToDo(toRun, { io, options, text: `nothing to scale in ${environment.name}` });
  }
  const what = targets.map(({ service }) => service).join(', ');
  const { signal } = interruption;
  await ask(
    environment,
    { question: `scale ${what} in ${environment.name}`, otherwise: 'nothing was scaled in', yes: options.yes, signal },
    io,
  );
  return await runPlan(toRun, options, { io, interruption });
}
