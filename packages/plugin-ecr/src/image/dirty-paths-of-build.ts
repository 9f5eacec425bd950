import { posix } from 'node:path';
import type { Build } from '../options/options.ts';

/** The uncommitted paths that a build would take in: those of its context and its Dockerfile. Paths are relative to the config. */
export function dirtyPathsOfBuild(build: Build, dirtyPaths: readonly string[]): readonly string[] {
  const context = posix.normalize(build.context);
  const dockerfile = build.from === undefined ? posix.join(context, build.dockerfile ?? 'Dockerfile') : null;
  return dirtyPaths.filter((path) => {
    const normal = posix.normalize(path);
    return normal === dockerfile || isInside(context, normal) || (path.endsWith('/') && isInside(normal, context));
  });
}

function isInside(folder: string, path: string): boolean {
  const relative = posix.relative(folder, path);
  return relative !== '..' && !relative.startsWith('../');
}
