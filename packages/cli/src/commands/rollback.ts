import { resolve } from 'node:path';
import {
  type ChosenRevision,
  createPlan,
  emptyRelease,
  findRevisions,
  type Release,
  readHistory,
  semanticVersion,
} from '@funade/core';
import { savePlan } from '@funade/core/node';
import type { Interruption } from '../model/interruption.ts';
import type { RollbackOptions } from '../model/invocation.ts';
import type { Io } from '../model/io.ts';
import { planSummary, renderPlan } from '../render/render-plan.ts';
import { renderPlanJson } from '../render/render-plan-json.ts';
import { styleOf } from '../render/style.ts';
import { confirm } from '../run/confirm.ts';
import { openStanding } from '../run/open-standing.ts';
import { runPlan, showNothingToDo } from '../run/run-plan.ts';

/** Deployments that are read where the last stable one is looked for, and where one is named: ECS keeps 90 days. */
const depths = { stable: 10, named: 100 } as const;

const allow = { dirty: false, downgrade: false, adoptImage: false, force: false };

/** `funade rollback <environment>`: brings services back to a revision that ran before; a plan like that of a deploy. */
export async function rollback(options: RollbackOptions, io: Io, interruption: Interruption): Promise<number> {
  await using standing = await openStanding(options, io, interruption);
  const { project, environment, context } = standing;
  const { config, plugins } = project;
  const { to } = options;
  const wanted = { project: config.project, environment, targets: standing.targets };
  const limit = to === null ? depths.stable : depths.named;
  const histories = await readHistory({ ...wanted, limit }, plugins, context);
  const revisions = await findRevisions({ histories, to }, plugins, context);
  const targets = wanted.targets.filter(({ id }) => Object.hasOwn(revisions, id));
  const request = { ...wanted, targets, release: releaseOf(Object.values(revisions)), allow, revisions };
  const plan = await createPlan(request, plugins, context);
  const made = { plan, project, context };
  if (options.out !== null) await savePlan(resolve(io.cwd, options.out), plan, io.random);
  if (options.dryRun) {
    const style = { colour: styleOf(io.stdout, io, options.color), width: io.stdout.columns };
    io.stdout.write(options.json ? renderPlanJson(plan) : renderPlan(plan, style));
    if (options.out !== null) io.stderr.write(`saved as ${options.out}; run it with: funade apply ${options.out}\n`);
    return 0;
  }
  if (plan.steps.length === 0) return await showNothingToDo(made, { options, io, text: planSummary(plan) });
  const output = options.json || options.reporter === 'json' ? io.stderr : io.stdout;
  const colour = styleOf(output, io, options.color);
  const asks = environment.confirm && !options.yes;
  if (asks || !options.quiet) output.write(renderPlan(plan, { colour, width: output.columns }));
  await confirm(plan, { yes: options.yes, signal: interruption.signal }, io);
  return await runPlan(made, options, { io, interruption });
}

/** What all targets go back to, as far as it is one release. */
function releaseOf(revisions: readonly ChosenRevision[]): Release {
  const [first] = revisions;
  if (first === undefined || revisions.some(({ release }) => release !== first.release)) return emptyRelease;
  const { release, commit } = first;
  return {
    ...emptyRelease,
    version: release === null ? null : semanticVersion(release),
    tag: release,
    imageTag: release ?? '',
    commit: commit ?? '',
    shortCommit: (commit ?? '').slice(0, 7),
  };
}
