import { readFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { aws } from '@funade/aws';
import {
  type Config,
  createResources,
  type Environment,
  type Plugin,
  parseConfig,
  type RunContext,
} from '@funade/core';
import { gitHistory, loadConfig, stateFolder, tellUnset } from '@funade/core/node';
import { ecr } from '@funade/ecr';
import { ecs } from '@funade/ecs';
import type { Interruption } from '../model/interruption.ts';
import type { Io } from '../model/io.ts';
import type { CommonOptions } from '../model/options.ts';
import { maskInJob } from './mask-in-job.ts';
import { pluginOffers } from './plugin-offers.ts';
import { requireVersion } from './require-version.ts';
import { traceTo } from './trace-to.ts';

/** A config with everything that is needed to plan and run. */
export interface Project {
  readonly config: Config;
  /** The config as it was written. */
  readonly written: unknown;
  /** Absolute path of the config. */
  readonly path: string;
  /** Absolute path of the folder that the config stands in. */
  readonly root: string;
  /** Absolute path of the folder that journals are kept in; never inside a build. */
  readonly state: string;
  /** The config's plugins, with `aws` before them. */
  readonly plugins: readonly Plugin[];
}

/** Which config is meant, and what can go on beside its check. */
export interface WantedProject {
  /** `--config`; null: it is searched for. */
  readonly file: string | null;
  /** Called with the folder of the config once it is loaded, before it is checked. */
  readonly onLoaded?: (root: string) => void;
}

/** Finds, loads and checks the config. Throws what `loadConfig` and `parseConfig` throw. */
export async function loadProject(wanted: WantedProject, io: Io, interruption: Interruption): Promise<Project> {
  io.loads(wanted.file ?? 'the config');
  try {
    return await interruption.exposed(() => load(wanted, io));
  } finally {
    io.loads(null);
  }
}

async function load({ file, onLoaded }: WantedProject, { cwd, env, user, version }: Io): Promise<Project> {
  const loaded = await loadConfig({
    cwd,
    env,
    onProgram: () => import('./own-package.ts'),
    ...(user === undefined ? {} : { user }),
    ...(file === null ? {} : { file }),
  });
  requireVersion(loaded.config, version);
  onLoaded?.(loaded.root);
  const parse = (): Promise<Config> =>
    parseConfig(loaded.config, {
      file: relative(cwd, loaded.path),
      plugins: [ecr(), ecs()],
      offers: pluginOffers,
      readText: (path) => readFile(resolve(loaded.root, path), 'utf8'),
    });
  const config = await tellUnset(loaded, env, parse);
  const session = await aws().load();
  return {
    config,
    written: loaded.config,
    path: loaded.path,
    root: loaded.root,
    state: stateFolder(loaded.root, env),
    plugins: [session, ...config.plugins.filter((plugin) => plugin.name !== session.name)],
  };
}

/** What a context is opened in. */
export interface Surroundings {
  readonly io: Io;
  readonly interruption: Interruption;
  /** Absolute paths of files that this command reads or writes for itself. Absent: none. */
  readonly own?: readonly string[];
  readonly options: Pick<CommonOptions, 'trace'>;
}

/** The context of one command; what it made is disposed of when the command ends. */
export function openContext(
  { config, root, state }: Project,
  environment: Environment,
  { io, interruption, own = [], options: { trace } }: Surroundings,
): RunContext & AsyncDisposable {
  const resources = createResources(maskInJob(io) ?? undefined);
  interruption.onExit(() => resources.close());
  interruption.hide(resources.secrets);
  return {
    project: config.project,
    environment,
    lookups: config.plugins.filter((plugin) => plugin.lookups !== undefined),
    environments: config.environments,
    clock: io.clock,
    random: io.random,
    signal: interruption.signal,
    env: io.env,
    history: gitHistory(root, io.env),
    root,
    own: [state, ...own],
    resources,
    ...(trace === null ? {} : { trace: traceTo(io.stderr, trace, resources.secrets) }),
    [Symbol.asyncDispose]: () => resources.close(),
  };
}
