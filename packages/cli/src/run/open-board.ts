import {
  errorInfo,
  findEnvironment,
  isDeployError,
  plainJson,
  readStatus,
  redactError,
  type Target,
  toDeployError,
} from '@funade/core';
import type { Interruption } from '../model/interruption.ts';
import type { Io } from '../model/io.ts';
import type { StatusOptions } from '../model/page-options.ts';
import type { BoardEnvironment } from '../render/render-board.ts';
import { openStandingIn, type Standing } from './open-standing.ts';
import { loadProject } from './project.ts';

/** The environments that are looked at, as often as one likes. */
export interface Board extends AsyncDisposable {
  readonly project: string;
  /** Looks at all of them at once. One that cannot be read says why, and is tried again at the next look. */
  look(): Promise<readonly BoardEnvironment[]>;
}

/**
 * From the command line to every environment of the config, or the one that was named. A service that an environment has not is
 * left out there. Throws what loading the config throws, `ENVIRONMENT_UNKNOWN` and `SERVICE_UNKNOWN`.
 */
export async function openBoard(options: StatusOptions, io: Io, interruption: Interruption): Promise<Board> {
  const project = await loadProject({ file: options.config }, io, interruption);
  interruption.signal.throwIfAborted();
  const { config, plugins } = project;
  const { services, environment: asked } = options;
  const names = asked === null ? Object.keys(config.environments) : [findEnvironment(config, asked).name];
  const open = new Map<string, Standing>();
  const standingOf = async (name: string, wanted: readonly string[]): Promise<Standing> => {
    const known = open.get(name);
    if (known !== undefined) return known;
    const opened = await openStandingIn(
      project,
      { ...options, environment: name, services: wanted },
      { io, interruption },
    );
    open.set(name, opened);
    return opened;
  };
  const unknown = services.filter((name) => !Object.hasOwn(config.services, name));
  // Names that are in no environment are told by whoever selects them.
  for (const name of unknown.length === 0 ? [] : names.slice(0, 1)) await standingOf(name, unknown);
  const isWanted = ({ service }: Target): boolean => services.length === 0 || services.includes(service);

  const lookAt = async (name: string): Promise<BoardEnvironment> => {
    const { account = '', region = '' } = config.environments[name] ?? {};
    const about = { name, account, region };
    try {
      const { targets, environment, context } = await standingOf(name, []);
      const wanted = { project: config.project, environment, targets: targets.filter(isWanted) };
      return { ...about, targets: plainJson(await readStatus(wanted, plugins, context)), error: null };
    } catch (error) {
      interruption.signal.throwIfAborted();
      if (isDeployError(error) && error.code === 'NO_TARGETS') return { ...about, targets: [], error: null };
      return { ...about, targets: [], error: redactError(errorInfo(toDeployError(error)), interruption) };
    }
  };
  return {
    project: config.project,
    look: () => Promise.all(names.map(lookAt)),
    async [Symbol.asyncDispose]() {
      for (const standing of open.values()) await standing[Symbol.asyncDispose]();
    },
  };
}
