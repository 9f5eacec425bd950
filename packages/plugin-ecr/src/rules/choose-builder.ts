import { builderCannot, noBuilder } from '../errors.ts';
import type { Build, BuilderName } from '../options.ts';

/** What a builder said when it was looked for: ready, with what it lacks here; or why it is not. */
export type BuilderState =
  | { readonly ready: true; readonly lacks: readonly BuildOption[] }
  | { readonly ready: false; readonly reason: string };

export type BuildOption = Exclude<keyof Build, 'context' | 'with'> | 'several platforms';

/** In the order they are preferred, with what each can never do. */
const abilities: Readonly<Record<BuilderName, { readonly cannot: readonly BuildOption[] }>> = {
  docker: { cannot: ['from', 'content', 'entrypoint', 'env', 'user', 'workdir', 'expose', 'several platforms'] },
  containerify: { cannot: ['dockerfile', 'target', 'args', 'secrets', 'several platforms'] },
};

/**
 * The builders that may do a build, best first: the one it names, or those whose kind of build it is.
 *
 * @throws BUILDER_CANNOT when the build asks for what none of them knows.
 */
export function builderCandidates(repository: string, build: Build): readonly BuilderName[] {
  const named = build.with ?? (build.from === undefined ? 'docker' : 'containerify');
  const missing = abilities[named].cannot.filter((option) => asksFor(build, option));
  if (missing.length > 0) throw builderCannot(repository, named, missing);
  return [named];
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
    const lacking = state.ready ? state.lacks.filter((option) => asksFor(build, option)) : [];
    if (state.ready && lacking.length === 0) return name;
    reasons[name] = state.ready ? `it cannot do ${lacking.join(', ')} here` : state.reason;
  }
  throw noBuilder(repository, reasons);
}

function asksFor(build: Build, option: BuildOption): boolean {
  return option === 'several platforms' ? (build.platforms?.length ?? 0) > 1 : build[option] !== undefined;
}
