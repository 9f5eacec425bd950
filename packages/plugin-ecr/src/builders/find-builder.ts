import type { World } from '@funade/core';
import type { BuilderName } from '../options.ts';
import { type BuilderState, builderCandidates, chooseBuilder } from '../rules/choose-builder.ts';
import type { PlannedImage } from '../rules/distinct-images.ts';
import type { Builder } from './builder.ts';
import { containerify } from './containerify.ts';
import { docker } from './docker.ts';

const builders: Readonly<Record<BuilderName, Builder>> = { docker, containerify };

/** The builder of this name. */
export function builderNamed(name: BuilderName): Builder {
  return builders[name];
}

/**
 * The builder that does this build on this machine. Each builder is looked for once per command, and only when asked for.
 *
 * @throws NO_BUILDER, BUILDER_CANNOT
 */
export async function findBuilder({ repository, build }: PlannedImage, world: World): Promise<BuilderName> {
  const states = new Map<BuilderName, BuilderState>();
  for (const name of builderCandidates(repository, build)) {
    const state = await world.resources.use(`ecr.builder:${name}`, () => builders[name].probe(world));
    states.set(name, state);
    if (state.ready && state.lacks.length === 0) break;
  }
  return chooseBuilder(repository, build, states);
}
