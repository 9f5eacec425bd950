import type { BuildCache } from '../image/cache-of-build.ts';
import { commonBuildArgs } from './build-options.ts';
import type { BuildStepInput } from './builder.ts';

/** How `docker build` builds: by the buildx plugin, with BuildKit built into the client, or without BuildKit. */
export type DockerMode = 'buildx' | 'buildkit' | 'legacy';

/** Where what a build made goes. */
export interface DockerBuildTarget {
  /** File that gets the id of the image. */
  readonly idFile: string;
  readonly cache: BuildCache | null;
}

/**
 * The arguments of `docker build`, to be run in the config's folder.
 *
 * Source: https://docs.docker.com/reference/cli/docker/buildx/build/
 */
export function dockerBuildArgs(
  input: BuildStepInput,
  mode: DockerMode,
  { idFile, cache }: DockerBuildTarget,
): readonly string[] {
  const { build } = input;
  return [
    'build',
    ...(mode === 'buildx' ? ['--load', '--provenance=false', '--sbom=false'] : []),
    ...(mode === 'legacy' ? [] : ['--progress', 'plain']),
    '--tag',
    `${input.repositoryUri}:${input.tag}`,
    '--iidfile',
    idFile,
    ...(build.pull === true ? ['--pull'] : []),
    ...(build.platforms?.[0] === undefined ? [] : ['--platform', build.platforms[0]]),
    ...(mode === 'legacy' ? [] : ['--build-arg', `SOURCE_DATE_EPOCH=${input.sourceDateEpoch}`]),
    ...(cache?.from ?? []).flatMap((image) => ['--cache-from', image]),
    ...commonBuildArgs(input),
    build.context,
  ];
}

/**
 * The arguments of `docker buildx build`. With `layout` the result is an OCI layout in that tar file; without, it is
 * loaded into the engine. Attestations are off, so that what is pushed and deployed is an image.
 *
 * Source: https://docs.docker.com/build/exporters/oci-docker/, https://docs.docker.com/build/cache/backends/registry/
 */
export function buildxArgs(
  input: BuildStepInput,
  { idFile, cache, layout }: DockerBuildTarget & { readonly layout: string | null },
): readonly string[] {
  const { build } = input;
  const loaded = ['--load', '--tag', `${input.repositoryUri}:${input.tag}`];
  return [
    'buildx',
    'build',
    ...(build.builder === undefined ? [] : ['--builder', build.builder]),
    // BuildKit sets the times of the files in the layers from 0.13 on; older ones pass over the attribute.
    ...(layout === null ? loaded : ['--output', `type=oci,dest=${layout},oci-mediatypes=true,rewrite-timestamp=true`]),
    '--provenance=false',
    '--sbom=false',
    '--progress',
    'plain',
    '--iidfile',
    idFile,
    ...(build.pull === true ? ['--pull'] : []),
    ...(build.platforms === undefined ? [] : ['--platform', build.platforms.join(',')]),
    '--build-arg',
    `SOURCE_DATE_EPOCH=${input.sourceDateEpoch}`,
    ...cacheArgs(cache),
    ...commonBuildArgs(input),
    build.context,
  ];
}

/** ECR keeps a cache only as an image manifest, with media types of OCI. */
function cacheArgs(cache: BuildCache | null): readonly string[] {
  if (cache === null) return [];
  const { from, to, optional } = cache;
  const inRegistry = (image: string): string => (image.includes('=') ? image : `type=registry,ref=${image}`);
  const options = `,mode=max,image-manifest=true,oci-mediatypes=true${optional ? ',ignore-error=true' : ''}`;
  return [
    ...from.flatMap((image) => ['--cache-from', inRegistry(image)]),
    ...(to === null ? [] : ['--cache-to', to.includes('=') ? to : `${inRegistry(to)}${options}`]),
  ];
}
