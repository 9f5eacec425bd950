import type { BuildCache } from '../image/cache-of-build.ts';
import { commonBuildArgs } from './build-options.ts';
import type { BuildStepInput } from './builder.ts';

/**
 * The arguments of `podman build` and `buildah build`, to be run in the config's folder. With `list` the images of
 * several platforms become a manifest list of that name in the local storage.
 *
 * Source: https://github.com/containers/buildah/blob/main/docs/buildah-build.1.md
 */
export function containersBuildArgs(
  input: BuildStepInput,
  target: { readonly idFile: string; readonly list: string | null; readonly cache: BuildCache | null },
): readonly string[] {
  const { build } = input;
  const { idFile, list, cache } = target;
  // Their layer cache does not tell platforms apart: a layer of one would be taken for that of another.
  const layers = build.platforms === undefined || cache !== null;
  return [
    'build',
    '--format',
    'oci',
    ...(layers ? ['--layers'] : ['--layers=false']),
    // Sets the times of the image and of the files in its layers.
    '--timestamp',
    String(input.sourceDateEpoch),
    '--identity-label=false',
    ...(list === null ? ['--tag', `${input.repositoryUri}:${input.tag}`, '--iidfile', idFile] : ['--manifest', list]),
    ...(build.pull === true ? ['--pull=always'] : []),
    ...(build.platforms === undefined ? [] : ['--platform', build.platforms.join(',')]),
    ...(cache?.from ?? []).flatMap((image) => ['--cache-from', withoutTag(image)]),
    ...(cache?.to ? ['--cache-to', withoutTag(cache.to)] : []),
    ...commonBuildArgs(input),
    build.context,
  ];
}

/** These builders give every cached layer a tag of its own in the cache's repository. */
function withoutTag(image: string): string {
  const colon = image.lastIndexOf(':');
  return colon > image.lastIndexOf('/') ? image.slice(0, colon) : image;
}
