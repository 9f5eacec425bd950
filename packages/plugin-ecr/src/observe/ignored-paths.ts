import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { RunContext } from '@funade/core';
import { dirtyPathsOfBuild, dockerfileOf } from '../image/dirty-paths-of-build.ts';
import type { Build, BuilderName } from '../options/build-options.ts';

/** The uncommitted paths in the context of a build that its ignore file keeps out of it; with files of folders, never part of one. */
export async function ignoredPaths(
  build: Build,
  dirtyPaths: readonly string[],
  { builder, root }: { readonly builder: BuilderName } & Pick<RunContext, 'root'>,
): Promise<readonly string[]> {
  // containerify takes what `content` says, and knows no ignore file.
  const inContext = builder === 'containerify' ? [] : dirtyPathsOfBuild(build, dirtyPaths);
  if (inContext.length === 0) return [];
  const patterns = await readFirst(ignoreFiles(build, builder).map((file) => join(root, file)));
  if (patterns === null) return [];
  const { default: dockerignore } = await import('@balena/dockerignore');
  const ignore = dockerignore.default().add(patterns);
  return inContext.filter((path) => {
    const inside = posix.relative(build.context, posix.normalize(path)).replace(/\/$/, '');
    // A change of the ignore file itself changes what is built.
    return inside !== '' && !inside.startsWith('..') && !isIgnoreFile(inside) && ignore.ignores(inside);
  });
}

/**
 * Where each builder looks, in its order.
 *
 * Source: https://docs.docker.com/build/concepts/context/#dockerignore-files, containerignore(5)
 */
function ignoreFiles(build: Build, builder: BuilderName): readonly string[] {
  const dockerfile = dockerfileOf(build);
  const inContext = (name: string): string => posix.join(build.context, name);
  if (builder === 'podman' || builder === 'buildah') {
    return [
      `${dockerfile}.containerignore`,
      `${dockerfile}.dockerignore`,
      inContext('.containerignore'),
      inContext('.dockerignore'),
    ];
  }
  return [`${dockerfile}.dockerignore`, inContext('.dockerignore')];
}

function isIgnoreFile(path: string): boolean {
  return path.endsWith('.dockerignore') || path.endsWith('.containerignore');
}

async function readFirst(files: readonly string[]): Promise<string | null> {
  for (const file of files) {
    const text = await readFile(file, 'utf8').catch(() => null);
    if (text !== null) return text;
  }
  return null;
}
