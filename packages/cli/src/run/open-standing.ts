import {
  type Environment,
  findEnvironment,
  observeLookups,
  selectTargets,
  type Target,
  type World,
} from '@funade/core';
import type { Interruption } from '../model/interruption.ts';
import type { StandingOptions } from '../model/invocation.ts';
import type { Io } from '../model/io.ts';
import { loadProject, openWorld, type Project } from './project.ts';

/** An environment with what is looked at in it. */
export interface Standing extends AsyncDisposable {
  readonly project: Project;
  readonly environment: Environment;
  readonly targets: readonly Target[];
  readonly world: World;
}

/** From the command line to the targets of an environment, without a release. Reads the config and what its templates look up. */
export async function openStanding(options: StandingOptions, io: Io, interruption: Interruption): Promise<Standing> {
  const project = await loadProject({ file: options.config }, io, interruption);
  const environment = findEnvironment(project.config, options.environment);
  interruption.signal.throwIfAborted();
  const { plugins, config } = project;
  const world = openWorld(project, environment, { io, interruption, options });
  const dispose = (): Promise<void> => world.resources.close();
  try {
    const { targets } = await selectTargets(config, {
      environment: environment.name,
      admission: null,
      ...(options.services.length === 0 ? {} : { services: options.services }),
      lookUp: (calls) => observeLookups(calls, { project: config.project, environment }, { plugins, world }),
    });
    return { project, environment, targets, world, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}
