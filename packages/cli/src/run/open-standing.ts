import {
  type Environment,
  findEnvironment,
  observeLookups,
  type RunContext,
  selectTargets,
  type Target,
} from '@funade/core';
import type { Interruption } from '../model/interruption.ts';
import type { Io } from '../model/io.ts';
import type { StandingOptions } from '../model/options.ts';
import { loadProject, openContext, type Project } from './project.ts';

/** An environment with what is looked at in it. */
export interface Standing extends AsyncDisposable {
  readonly project: Project;
  readonly environment: Environment;
  readonly targets: readonly Target[];
  readonly context: RunContext;
}

/** From the command line to the targets of an environment, without a release. Reads the config and what its templates look up. */
export async function openStanding(options: StandingOptions, io: Io, interruption: Interruption): Promise<Standing> {
  const project = await loadProject({ file: options.config }, io, interruption);
  interruption.signal.throwIfAborted();
  return openStandingIn(project, options, { io, interruption });
}

/** The same where the config is loaded already. */
export async function openStandingIn(
  project: Project,
  options: StandingOptions,
  { io, interruption }: { readonly io: Io; readonly interruption: Interruption },
): Promise<Standing> {
  const environment = findEnvironment(project.config, options.environment);
  const context = openContext(project, environment, { io, interruption, options });
  const dispose = (): Promise<void> => context.resources.close();
  try {
    const targets = await standingTargets(options.services, { project, environment, context });
    return { project, environment, targets, context, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** The targets of these services, without a release; of all when none is named. Reads what their templates look up. */
export async function standingTargets(
  services: readonly string[],
  { project: { config, plugins }, environment, context }: Pick<Standing, 'project' | 'environment' | 'context'>,
): Promise<readonly Target[]> {
  const { targets } = await selectTargets(config, {
    environment: environment.name,
    admission: null,
    ...(services.length === 0 ? {} : { services }),
    lookUp: (calls) => observeLookups(calls, { project: config.project, environment }, { plugins, context }),
  });
  return targets;
}
