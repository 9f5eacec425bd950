import { type RunContext, resourceKey } from '@funade/core';
import type { Build, BuilderName } from '../options/build-options.ts';
import type { Builder } from './builder.ts';
import { buildx } from './buildx.ts';
import { type BuilderState, builderCandidates, chooseBuilder, lackingFor } from './choose-builder.ts';
import { containerify } from './containerify.ts';
import { containersBuilder } from './containers-builder.ts';
import { docker } from './docker.ts';

const builderKey = resourceKey<BuilderState>('ecr.builder');

const builders: Readonly<Record<BuilderName, Builder>> = {
  buildx,
  docker,
  podman: containersBuilder('podman'),
  buildah: containersBuilder('buildah'),
  containerify,
};

/** The builder of this name. */
export function builderNamed(name: BuilderName): Builder {
  return builders[name];
}

/**
 * The builder that does this build on this machine. Each builder is looked for once per command, and only when asked for.
 *
 * @throws NO_BUILDER, BUILDER_CANNOT
 */
export async function findBuilder(
  { repository, build }: { readonly repository: string; readonly build: Build },
  context: RunContext,
): Promise<BuilderName> {
  const states = new Map<BuilderName, BuilderState>();
  for (const name of builderCandidates(repository, build)) {
    const state = await context.resources.use(builderKey.of(`${name}:${build.builder ?? ''}`), () =>
      builders[name].probe(context, build),
    );
    states.set(name, state);
    if (state.ready && lackingFor(build, state).length === 0) break;
  }
  return chooseBuilder(repository, build, states);
}
