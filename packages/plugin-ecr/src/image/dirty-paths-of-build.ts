import { posix } from 'node:path';
import type { Build } from '../options/build-options.ts';

/**
 * The uncommitted paths that a build would take in: those of its `content` where that says what it takes, else those of its
 * context and its Dockerfile. `leftOut` are paths that an ignore file keeps out. Paths are relative to the config.
 */
export function dirtyPathsOfBuild(
  build: Build,
  dirtyPaths: readonly string[],
  leftOut: readonly string[] = [],
): readonly string[] {
  const context = posix.normalize(build.context);
  const dockerfile = build.from === undefined ? dockerfileOf(build) : null;
  const taken =
    build.content === undefined ? [context] : Object.keys(build.content).map((path) => posix.join(context, path));
  return dirtyPaths.filter((path) => {
    const normal = posix.normalize(path);
    if (normal === dockerfile) return true;
    if (leftOut.includes(path)) return false;
    return taken.some((one) => isInside(one, normal) || (path.endsWith('/') && isInside(normal, one)));
  });
}

/** Where the Dockerfile of a build is, from the config. */
export function dockerfileOf(build: Pick<Build, 'context' | 'dockerfile'>): string {
  return posix.join(build.context, build.dockerfile ?? 'Dockerfile');
}

function isInside(folder: string, path: string): boolean {
  const relative = posix.relative(folder, path);
  return relative !== '..' && !relative.startsWith('../');
}
