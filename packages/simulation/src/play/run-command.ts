import {
  admitRef,
  applyWithRollback,
  type Config,
  type CreatePlanRequest,
  chooseRun,
  createOperation,
  createPlan,
  createPrune,
  DeployError,
  earlierSteps,
  emptyRelease,
  findRevisions,
  type OperationPlan,
  observeFacts,
  observeLookups,
  type PastRun,
  type Plan,
  parsePlan,
  planInTurn,
  type Report,
  type Reporters,
  type RunContext,
  readHistory,
  reduceReport,
  refuseOutdated,
  refuseTamperedPlan,
  releaseEnd,
  selectTargets,
  semanticVersion,
} from '@funade/core';
import { loadRuns, loadUnfinished } from '@funade/core/node';
import type { Scene } from '../model/scene.ts';
import type { Command } from '../model/story.ts';
import { gitFactsOf } from '../world/releases.ts';

/** What a command runs in. */
export interface Desk {
  readonly scene: Scene;
  readonly context: RunContext;
  readonly reporters: Reporters;
  /** Told the plan before it is run. */
  onPlan(plan: Plan | OperationPlan): void;
  say(text: string): void;
}

/** Runs a command as the command line does, from what was typed to the report. Throws what the command throws. Null: there was nothing to do. */
export async function runCommand(command: Command, desk: Desk): Promise<Report | null> {
  switch (command.command) {
    case 'deploy':
      return deploy(command, desk);
    case 'resume':
      return resume(command, desk);
    case 'rollback':
      return rollBack(command, desk);
    case 'prune':
      return prune(command, desk);
    default:
      return operate(command, desk);
  }
}

async function deploy(command: Command, desk: Desk): Promise<Report | null> {
  const { scene, context } = desk;
  const request = await requestOf(command, desk);
  const plan = await planInTurn(request, scene.plugins, { ...context, say: (_, text) => desk.say(text) });
  return apply(plan, desk);
}

async function requestOf(
  { environment, release, services, downgrade, force, until }: Command,
  desk: Desk,
): Promise<CreatePlanRequest> {
  const { scene, context } = desk;
  const { config, plugins } = scene;
  const admission = await admissionOf(config, { release, environment });
  const common = {
    project: config.project,
    environment: context.environment,
    release: admission.release,
    allow: { dirty: false, downgrade, adoptImage: false, force },
    ...(until === null ? {} : { until }),
  };
  const { targets, lookups, overrides } = await selectTargets(config, {
    environment,
    admission,
    ...(services === null ? {} : { services }),
    lookUp: (calls) => observeFacts({ ...common, targets: [], lookups: calls }, plugins, context),
  });
  return { ...common, targets, lookups: lookups.calls, overrides, known: lookups.facts };
}

async function apply(plan: Plan | OperationPlan, desk: Desk, resumed?: PastRun): Promise<Report | null> {
  const { scene, context, reporters } = desk;
  desk.onPlan(plan);
  if (plan.steps.length === 0) return 'rollback' in plan ? reduceReport(plan, []) : null;
  const { report } = await applyWithRollback(plan, context, {
    plugins: scene.plugins,
    reporters,
    ...(resumed === undefined ? {} : { resumed }),
  });
  return report;
}

const worstFirst = ['failed', 'rolled-back', 'stopped', 'superseded'] as const;

type Admission = ReturnType<typeof admitRef>;

/** Tag rules are the same in every story, and asking them takes long. */
const admissions = new Map<string, Admission>();

function admissionOf(config: Config, { release, environment }: Pick<Command, 'release' | 'environment'>): Admission {
  const key = `${release} ${environment}`;
  const known = admissions.get(key) ?? admitRef(config, gitFactsOf(release), environment);
  admissions.set(key, known);
  return known;
}

/** `funade resume --environment`: by the journal where there is one, else by what ECS says. */
async function resume(command: Command, desk: Desk): Promise<Report | null> {
  const { scene, context } = desk;
  const { config, plugins, state } = scene;
  const runs = await loadRuns(state, config.project);
  const chosen = chooseRun(runs, { id: null, environment: command.environment });
  if (chosen === null) {
    const request = await requestOf(command, desk);
    const { project, environment, targets, release } = request;
    const histories = await readHistory({ project, environment, targets, limit: 10 }, plugins, context);
    const ends = histories.flatMap((each) => releaseEnd(each, release) ?? []);
    const outcome = worstFirst.find((each) => ends.some((end) => end.outcome === each));
    if (outcome !== undefined) throw new DeployError('RELEASE_ENDED', `it has ended: ${outcome}`, { outcome });
    const plan = await planInTurn(request, plugins, { ...context, say: (_, text) => desk.say(text) });
    return apply(plan, desk);
  }
  const { run, open } = chosen;
  const plan = run.isOperation ? (run.plan as OperationPlan) : parsePlan(JSON.stringify(run.plan), run.id);
  if (!run.isOperation) refuseTamperedPlan(plan as Plan, plugins);
  await refuseOutdated({ plan, earlier: earlierSteps(plan, run.events), open }, plugins, context);
  return apply(plan, desk, run);
}

async function standing({ environment, services }: Command, { scene, context }: Desk) {
  const { config, plugins } = scene;
  const { targets } = await selectTargets(config, {
    environment,
    admission: null,
    ...(services === null ? {} : { services }),
    lookUp: (calls) =>
      observeLookups(calls, { project: config.project, environment: context.environment }, { plugins, context }),
  });
  return { project: config.project, environment: context.environment, targets };
}

async function operate(command: Command, desk: Desk): Promise<Report | null> {
  const { scene, context } = desk;
  const operation = command.command as 'watch' | 'continue' | 'abort';
  const wanted = await standing(command, desk);
  const { outputs: started, begun } =
    operation === 'watch'
      ? await loadUnfinished(scene.state, { project: wanted.project, environment: command.environment })
      : { outputs: {}, begun: {} };
  const until = command.until === null ? {} : { until: command.until };
  const plan = await createOperation({ operation, ...wanted, started, begun, ...until }, scene.plugins, context);
  return apply(plan, desk);
}

async function prune(command: Command, desk: Desk): Promise<Report | null> {
  const { scene, context } = desk;
  const wanted = await standing(command, desk);
  const options = { keep: 1, images: false, deleteInactive: false };
  return apply(await createPrune({ ...wanted, options }, scene.plugins, context), desk);
}

/** `funade rollback`. */
async function rollBack(command: Command, desk: Desk): Promise<Report | null> {
  const { scene, context } = desk;
  const common = await standing(command, desk);
  const found = await findRevisions(
    { ...common, to: null, all: command.services === null, intent: 'rollback', others: [] },
    scene.plugins,
    context,
  );
  const revisions = Object.values(found.revisions);
  const [first] = revisions;
  const one = first !== undefined && revisions.every(({ release }) => release === first.release) ? first : null;
  const release = {
    ...emptyRelease,
    ...(one === null
      ? {}
      : {
          version: one.release === null ? null : semanticVersion(one.release),
          tag: one.release,
          imageTag: one.release ?? '',
          commit: one.commit ?? '',
          shortCommit: (one.commit ?? '').slice(0, 7),
        }),
  };
  const { project, environment } = common;
  const allow = { dirty: false, downgrade: command.downgrade, adoptImage: false, force: command.force };
  const until = command.until ?? 'steady';
  const request = { project, environment, ...found, release, allow, until };
  return apply(await createPlan(request, scene.plugins, context), desk);
}
