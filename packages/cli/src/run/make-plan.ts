import { resolve } from 'node:path';
import {
  admitRef,
  type CreatePlanRequest,
  createPlan,
  findEnvironment,
  observeFacts,
  type Plan,
  planInTurn,
  type RunContext,
  selectChanged,
  selectTargets,
} from '@funade/core';
import { configAt, gitChanges, readRelease } from '@funade/core/node';
import type { Interruption } from '../model/interruption.ts';
import type { Io } from '../model/io.ts';
import type { PlanOptions, WaitOptions } from '../model/options.ts';
import { loadProject, openContext, type Project } from './project.ts';
import { turnContext } from './turn-context.ts';

/** What a plan is asked for, and what it is made in. */
export interface PlanSetting extends AsyncDisposable {
  readonly request: CreatePlanRequest;
  readonly project: Project;
  readonly context: RunContext;
  /** Services that the ref would deploy and that have no settings in this environment. */
  readonly skipped: readonly string[];
}

/** A plan with what it was made in. */
export interface MadePlan extends PlanSetting {
  readonly plan: Plan;
}

type MakePlanOptions = PlanOptions &
  Partial<WaitOptions> & {
    readonly out?: string | null;
    /** Called once it is known what is planned; what it throws is ignored. */
    readonly onPrepared?: (setting: PlanSetting) => Promise<void>;
  };

/** From the command line to a plan: config, release, tag rules, targets, facts, plan. Reads only. */
export async function makePlan(options: MakePlanOptions, io: Io, interruption: Interruption): Promise<MadePlan> {
  return planWith(createPlan, await preparePlan(options, io, interruption));
}

/** The same for a plan that is about to be applied: waits for deployments in progress first, and reports their progress. */
export async function makePlanInTurn(options: MakePlanOptions, io: Io, interruption: Interruption): Promise<MadePlan> {
  const plan: typeof createPlan = (request, plugins, context) => planInTurn(request, plugins, turnContext(context, io));
  const setting = await preparePlan(options, io, interruption);
  // Beside the calls: no deploy waits for it.
  const told = (options.onPrepared?.(setting) ?? Promise.resolve()).catch(() => undefined);
  const made = await planWith(plan, setting);
  await told;
  return made;
}

async function planWith(plan: typeof createPlan, setting: PlanSetting): Promise<MadePlan> {
  try {
    const { request, project, context } = setting;
    return { ...setting, plan: await plan(request, project.plugins, context) };
  } catch (error) {
    await setting[Symbol.asyncDispose]();
    throw error;
  }
}

/** From the command line to what a plan is asked for: config, release, tag rules, targets. Reads only. */
export async function preparePlan(options: MakePlanOptions, io: Io, interruption: Interruption): Promise<PlanSetting> {
  const { promise: reading, resolve: begin } = Promise.withResolvers<Awaited<ReturnType<typeof readRelease>>>();
  // What is wrong with the config is told first.
  reading.catch(() => undefined);
  const onLoaded = (root: string): void =>
    begin(readRelease({ root, env: io.env, ...(options.tag === null ? {} : { tag: options.tag }) }));
  const project = await loadProject({ file: options.config, onLoaded }, io, interruption);
  const { config } = project;
  const environment = findEnvironment(config, options.environment);
  const git = await reading;
  const admission = await admitRef(config, git, environment.name);
  interruption.signal.throwIfAborted();
  const own = options.out == null ? [] : [resolve(io.cwd, options.out)];
  const { ref, release } = admission;
  // A tag that somebody typed is what they mean; any other ref is what variables or the checkout say.
  const claimedRef = git.origin === 'option' ? {} : { claimedRef: { ref, commit: release.commit } };
  const context = { ...openContext(project, environment, { io, interruption, own, options }), ...claimedRef };
  const dispose = (): Promise<void> => context.resources.close();
  try {
    const common = {
      project: config.project,
      environment,
      release: admission.release,
      allow: options.allow,
      ...(options.until == null ? {} : { until: options.until }),
    };
    const { targets, skipped, lookups, overrides } = await selectTargets(config, {
      environment: environment.name,
      admission,
      ...(options.services.length === 0 ? {} : { services: options.services }),
      overrides: options.overrides,
      lookUp: (calls) => observeFacts({ ...common, targets: [], lookups: calls }, project.plugins, context),
    });
    const request = { ...common, targets, lookups: lookups.calls, overrides, known: lookups.facts };
    const changed = await changedRequest(request, options, { project, context });
    return { request: changed, project, context, skipped, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** The same request for those of its targets that have changed, where the user asked for them alone. */
async function changedRequest(
  request: CreatePlanRequest,
  { changedSince: ref }: Pick<PlanOptions, 'changedSince'>,
  { project, context }: Pick<PlanSetting, 'project' | 'context'>,
): Promise<CreatePlanRequest> {
  if (ref === null) return request;
  const { written, path, root, plugins } = project;
  const asked = {
    request,
    ref,
    changes: gitChanges(root, context.env),
    config: written,
    configAt: (commit: string) => configAt(path, commit, context.env),
  };
  const { targets, changedSince } = await selectChanged(asked, plugins, context);
  return { ...request, targets, changedSince };
}
