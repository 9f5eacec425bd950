import { posix } from 'node:path';
import type { PluginRequest, RunContext, TargetId } from '@funade/core';
import { builderCandidates } from '../builders/choose-builder.ts';
import { dirtyPathsOfBuild } from '../image/dirty-paths-of-build.ts';
import type { EcrOptions, ImageOptions } from '../options/options.ts';
import { ignoredPaths } from './ignored-paths.ts';

/**
 * Which of these paths the builds of each target take in, as for uncommitted changes: its context but for what an ignore file
 * keeps out, or the files that it names, and its Dockerfile. Null: it runs an image of this release that is built elsewhere.
 */
export async function sourcePaths(
  { targets, release }: PluginRequest<EcrOptions>,
  paths: readonly string[],
  context: RunContext,
): Promise<Readonly<Record<TargetId, readonly string[] | null>>> {
  const entries = await Promise.all(
    targets.map(async ({ id, options }): Promise<[TargetId, readonly string[] | null]> => {
      const images: readonly ImageOptions[] = options.images === undefined ? [options] : Object.values(options.images);
      // An image that is copied from another environment is built there from the same sources.
      if (images.some((image) => image.build === undefined && isOfRelease(image, release))) return [id, null];
      const taken = await Promise.all(images.map((image) => pathsOf(image, paths, context)));
      return [id, [...new Set(taken.flat())]];
    }),
  );
  return Object.fromEntries(entries);
}

/** Whether an image that is not built changes with the release. */
function isOfRelease({ from, prebuilt }: ImageOptions, release: PluginRequest['release']): boolean {
  if (prebuilt === undefined) return from !== undefined;
  const text = typeof prebuilt === 'string' ? prebuilt : 'tag' in prebuilt ? prebuilt.tag : '';
  const names = [release.imageTag, release.tag, release.version, release.shortCommit];
  return names.some((name) => name !== null && name !== '' && text.includes(name));
}

async function pathsOf(
  { repository = '', build }: ImageOptions,
  paths: readonly string[],
  { root }: RunContext,
): Promise<readonly string[]> {
  if (build === undefined || paths.length === 0) return [];
  const [builder = 'buildx'] = builderCandidates(repository, build);
  const leftOut = await ignoredPaths(build, paths, { builder, root });
  const files = new Set(
    Object.values(build.secrets ?? {}).flatMap((secret) => ('file' in secret ? [posix.normalize(secret.file)] : [])),
  );
  return [...dirtyPathsOfBuild(build, paths, leftOut), ...paths.filter((path) => files.has(posix.normalize(path)))];
}
