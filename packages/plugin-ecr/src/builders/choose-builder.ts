import { builderCannot, noBuilder } from '../model/build-errors.ts';
import { type Build, type BuilderName, builderNames } from '../options/build-options.ts';

/** What a builder said when it was looked for: ready, with what it lacks here; or why it is not. */
export type BuilderState =
  | { readonly ready: true; readonly lacks: readonly BuildOption[] }
  | { readonly ready: false; readonly reason: string };

/** What a build may ask for. Some are an option that is written, others a way to write it. */
export type BuildOption = Exclude<keyof Build, 'context' | 'with' | 'cache'> | DerivedOption;

const derived = {
  'several platforms': (build: Build): boolean => (build.platforms?.length ?? 0) > 1,
  'cache from': (build: Build): boolean => build.cache === true || writtenCache(build).from !== undefined,
  'cache to': (build: Build): boolean => build.cache === true || writtenCache(build).to !== undefined,
  'a cache that is not an image': (build: Build): boolean => {
    const { from = [], to } = writtenCache(build);
    return [...from, ...(to === undefined ? [] : [to])].some((one) => one.includes('='));
  },
  'a cache of several platforms': (build: Build): boolean =>
    (build.platforms?.length ?? 0) > 1 && build.cache !== undefined && build.cache !== false,
} as const;

type DerivedOption = keyof typeof derived;

const ofFiles = ['from', 'content', 'entrypoint', 'env', 'user', 'workdir', 'expose'] as const;
const ofDockerfiles = ['dockerfile', 'target', 'args', 'secrets', 'ssh', 'network', 'pull', 'builder'] as const;
const ofCaches = ['cache from', 'cache to', 'a cache that is not an image'] as const;

/** What each builder can never do. */
const cannot: Readonly<Record<BuilderName, readonly BuildOption[]>> = {
  buildx: ofFiles,
  docker: [...ofFiles, 'several platforms', 'builder', 'cache to', 'a cache that is not an image'],
  podman: [...ofFiles, 'builder', 'a cache that is not an image', 'a cache of several platforms'],
  buildah: [...ofFiles, 'builder', 'a cache that is not an image', 'a cache of several platforms'],
  containerify: [...ofDockerfiles, ...ofCaches, 'several platforms'],
};

/**
 * The builders that may do a build, best first: the one it names, or those whose kind of build it is and that know all
 * it asks for.
 *
 * @throws BUILDER_CANNOT when the build asks for what none of them knows.
 */
export function builderCandidates(repository: string, build: Build): readonly BuilderName[] {
  const unknownTo = (name: BuilderName): readonly BuildOption[] =>
    cannot[name].filter((option) => asksFor(build, option));
  const able = builderNames.filter(
    (name) => (name === 'containerify') === (build.from !== undefined) && unknownTo(name).length === 0,
  );
  const named = build.with ?? (build.from === undefined ? 'buildx' : 'containerify');
  const candidates = build.with === undefined ? able : able.filter((name) => name === build.with);
  if (candidates.length === 0) throw builderCannot(repository, named, { options: unknownTo(named), able });
  return candidates;
}

/**
 * The first candidate that is ready and lacks nothing the build asks for.
 *
 * @throws NO_BUILDER with the reason of each.
 */
export function chooseBuilder(
  repository: string,
  build: Build,
  states: ReadonlyMap<BuilderName, BuilderState>,
): BuilderName {
  const reasons: Record<string, string> = {};
  for (const name of builderCandidates(repository, build)) {
    const state = states.get(name);
    if (state === undefined) continue;
    const lacking = lackingFor(build, state);
    if (state.ready && lacking.length === 0) return name;
    reasons[name] = state.ready ? `it cannot do ${lacking.join(', ')} here` : state.reason;
  }
  const { with: _, ...anyhow } = build;
  throw noBuilder(repository, reasons, builderCandidates(repository, anyhow));
}

/** What a build asks for and a builder lacks on this machine. */
export function lackingFor(build: Build, state: BuilderState): readonly BuildOption[] {
  return state.ready ? state.lacks.filter((option) => asksFor(build, option)) : [];
}

function asksFor(build: Build, option: BuildOption): boolean {
  return isDerived(option) ? derived[option](build) : build[option] !== undefined && build[option] !== false;
}

function isDerived(option: BuildOption): option is DerivedOption {
  return Object.hasOwn(derived, option);
}

function writtenCache(build: Build): {
  readonly from?: readonly string[] | undefined;
  readonly to?: string | undefined;
} {
  return typeof build.cache === 'object' ? build.cache : {};
}
