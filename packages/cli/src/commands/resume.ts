import {
  type ChosenRun,
  chooseRun,
  earlierSteps,
  findEnvironment,
  jsonText,
  type OperationPlan,
  type PastRun,
  type Plan,
  parsePlan,
  plainLine,
  planInTurn,
  readHistory,
  refuseOutdated,
  refuseTamperedOperation,
  refuseTamperedPlan,
  stepsLeft,
} from '@funade/core';
import { loadRuns } from '@funade/core/node';
import { resumeNeedsEnvironment, runEnded, runNotTakenUp, runReplaced } from '../model/errors.ts';
import type { Interruption } from '../model/interruption.ts';
import type { ResumeOptions } from '../model/invocation.ts';
import type { Io } from '../model/io.ts';
import { renderLeft, runName } from '../render/render-resumed.ts';
import { outcomeWord } from '../reporters/render-summary.ts';
import { ask } from '../run/confirm.ts';
import { preparePlan } from '../run/make-plan.ts';
import { loadProject, openContext, type Project } from '../run/project.ts';
import { refuseEndedRelease } from '../run/refuse-ended-release.ts';
import { requireSameEnvironment } from '../run/require-same-environment.ts';
import { requireSameSources } from '../run/require-same-sources.ts';
import { runMadePlan } from '../run/run-made-plan.ts';
import { runPlan, type Surroundings } from '../run/run-plan.ts';
import { turnContext } from '../run/turn-context.ts';

/** `funade resume [run]`: takes a run up, by its journal, else by what ECS and the registry say. */
export async function resume(options: ResumeOptions, io: Io, interruption: Interruption): Promise<number> {
  const project = await loadProject({ file: options.config }, io, interruption);
  const { config, state } = project;
  if (options.environment !== null) findEnvironment(config, options.environment);
  const runs = await loadRuns(state, config.project);
  const chosen = chooseRun(runs, { id: options.run, environment: options.environment });
  const around = { io, interruption };
  if (chosen !== null && (chosen.open.length === 0 || chosen.replacedBy !== null))
    return tellEnded(chosen, options, io);
  if (chosen !== null) {
    tellOthers(runs, chosen, io);
    return takeUp(chosen, project, { options, ...around });
  }
  const { environment } = options;
  if (environment !== null) return withoutJournal({ ...options, environment }, around);
  const last = runs.find(({ isOperation }) => !isOperation) ?? runs[0];
  if (last === undefined) throw resumeNeedsEnvironment(config.project, state);
  const ended = chooseRun(runs, { id: last.id, environment: null });
  if (ended === null) throw resumeNeedsEnvironment(config.project, state);
  return tellEnded(ended, options, io);
}

/** Goes on with a run by its journal. */
async function takeUp(
  { run, open }: ChosenRun,
  project: Project,
  { options, ...around }: Surroundings & { readonly options: ResumeOptions },
): Promise<number> {
  const { io, interruption } = around;
  const { plugins } = project;
  const plan = planOf(run, project);
  const { environment } = plan;
  const earlier = earlierSteps(plan, run.events);
  const steps = stepsLeft(plan, plugins, earlier);
  const sources = async (): Promise<void> => {
    if (!('operation' in plan)) await requireSameSources(plan, { ...project, steps }, io);
  };
  await sources();
  interruption.signal.throwIfAborted();
  await using context = openContext(project, environment, { ...around, options });
  await refuseOutdated({ plan, earlier, open }, plugins, context);
  const output = options.json || options.reporter === 'json' ? io.stderr : io.stdout;
  const asks = environment.confirm && !options.yes;
  if (asks || !options.quiet) output.write(renderLeft({ run, plan, steps, earlier }, io.clock.now()));
  const { signal } = interruption;
  const question = `take up ${runName(run)}`;
  await ask(environment, { question, otherwise: 'not taken up in', yes: options.yes, signal }, io);
  if (asks) await sources();
  return await runPlan({ plan, project, context, resumed: run }, options, around);
}

/** The plan of a run as it was made, for the environment as it is. Throws `PLAN_CHANGED`, `PLAN_TAMPERED`, `PLAN_OTHER_ENVIRONMENT`. */
function planOf({ id, plan: written, isOperation }: PastRun, project: Project): Plan | OperationPlan {
  if (isOperation) {
    const plan = written as OperationPlan;
    const { operation, environment } = plan;
    requireSameEnvironment(plan, project);
    const name = runName({ id, plan, isOperation });
    if (operation === 'prune' || operation === 'scale') {
      throw runNotTakenUp(name, `funade ${operation} ${environment.name}`);
    }
    refuseTamperedOperation({ ...plan, operation }, project.plugins);
    return plan;
  }
  const plan = parsePlan(JSON.stringify(written), `the plan of run ${id}`);
  requireSameEnvironment(plan, project);
  refuseTamperedPlan(plan, project.plugins);
  return plan;
}

/**
 * Goes on with a release of which there is no journal here: what is done is found in the registry and in ECS, what is in
 * progress is joined, and what has failed is not tried again.
 */
async function withoutJournal(
  options: ResumeOptions & { readonly environment: string },
  around: Surroundings,
): Promise<number> {
  const { io, interruption } = around;
  await using setting = await preparePlan(options, io, interruption);
  const { request, project, context } = setting;
  const { project: name, environment, targets, release } = request;
  const wanted = { project: name, environment, targets, limit: 10 };
  refuseEndedRelease(await readHistory(wanted, project.plugins, context), { environment, release });
  const plan = await planInTurn(request, project.plugins, turnContext(context, io));
  return await runMadePlan({ ...setting, plan }, options, around);
}

/** Says how a run ended that there is nothing to take up of. Throws `RUN_ENDED`, `RUN_REPLACED`. */
function tellEnded({ run, report, open, replacedBy }: ChosenRun, options: ResumeOptions, io: Io): number {
  const name = runName(run);
  const environment = run.plan.environment.name;
  if (replacedBy !== null) {
    const next = `\`funade status ${environment}\` shows what runs; \`funade resume ${replacedBy.id}\` takes the newer run up, if it has not ended`;
    throw runReplaced(name, { by: runName(replacedBy), next, target: open.join(', ') });
  }
  const { outcome } = report;
  const word = outcomeWord(outcome);
  const goesOn = outcome === 'in-progress';
  const well = goesOn || outcome === 'succeeded' || outcome === 'unchanged' || run.isOperation;
  if (!well) throw runEnded(name, { environment, outcome, word });
  const output = options.json ? io.stderr : io.stdout;
  output.write(
    `${name} has ended: ${word}; ${goesOn ? `\`funade watch ${environment}\` waits for its end` : 'nothing is left to do'}\n`,
  );
  if (options.json) io.stdout.write(`${jsonText(report, 2)}\n`);
  return 0;
}

/** Other runs that have not ended either, one in each environment. */
function tellOthers(runs: readonly PastRun[], { run }: ChosenRun, { stderr }: Io): void {
  const names = new Set(runs.map(({ plan }) => plan.environment.name));
  names.delete(run.plan.environment.name);
  for (const environment of names) {
    const other = chooseRun(runs, { id: null, environment });
    if (other !== null)
      stderr.write(`${plainLine(runName(other.run))} has not ended either: funade resume ${other.run.id}\n`);
  }
}
