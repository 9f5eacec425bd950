import {
  admitRef,
  createPlan,
  findEnvironment,
  observeFacts,
  type Plan,
  selectTargets,
  type World,
} from '@funade/core';
import { readRelease } from '@funade/core/node';
import type { Interruption } from './interruption.ts';
import type { PlanOptions } from './invocation.ts';
import type { Io } from './io.ts';
import { loadProject, openWorld, type Project } from './project.ts';

/** A plan with what it was made in. */
export interface MadePlan extends AsyncDisposable {
  readonly plan: Plan;
  readonly project: Project;
  readonly world: World;
  /** Services that the ref would deploy and that have no settings in this environment. */
  readonly skipped: readonly string[];
}

/** From the command line to a plan: config, release, tag rules, targets, facts, plan. Reads only. */
export async function makePlan(options: PlanOptions, io: Io, interruption: Interruption): Promise<MadePlan> {
  const project = await loadProject(options.config, io);
  const { config, root, plugins } = project;
  const environment = findEnvironment(config, options.environment);
  const git = await readRelease({ root, env: io.env, ...(options.tag === null ? {} : { tag: options.tag }) });
  const admission = await admitRef(config, git, environment.name);
  interruption.signal.throwIfAborted();
  const world = openWorld(project, environment, { io, interruption });
  const dispose = (): Promise<void> => world.resources.close();
  try {
    const common = { project: config.project, environment, release: admission.release, allow: options.allow };
    const { targets, skipped, lookups } = await selectTargets(config, {
      environment: environment.name,
      admission,
      ...(options.services.length === 0 ? {} : { services: options.services }),
      lookUp: (calls) => observeFacts({ ...common, targets: [], lookups: calls }, plugins, world),
    });
    const request = { ...common, targets, lookups: lookups.calls, known: lookups.facts };
    const plan = await createPlan(request, plugins, world);
    return { plan, project, world, skipped, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}
