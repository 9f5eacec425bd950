import type { Build } from '../options/build-options.ts';

/** Where a build finds layers of earlier builds and leaves its own: images, or buildx's own notation. */
export interface BuildCache {
  readonly from: readonly string[];
  readonly to: string | null;
  /** Nobody asked for it, so a cache that cannot be written fails no build. */
  readonly optional: boolean;
}

/** The tag that the cache of a repository is under. */
export const cacheTag = 'buildcache';

/**
 * The cache of a build: as written; else, for a builder that writes caches in registries, the cache tag of the
 * repository when that may be overwritten.
 */
export function cacheOfBuild(given: {
  readonly build: Pick<Build, 'cache'>;
  readonly repositoryUri: string;
  /** Whether the repository lets the cache tag be overwritten. */
  readonly cacheable: boolean;
  /** Whether a cache that nobody asked for is worth it. */
  readonly byDefault: boolean;
}): BuildCache | null {
  const { cache } = given.build;
  const own = `${given.repositoryUri}:${cacheTag}`;
  if (cache === false) return null;
  if (cache === true) return { from: [own], to: own, optional: false };
  if (cache !== undefined) return { from: cache.from ?? [], to: cache.to ?? null, optional: false };
  return given.byDefault && given.cacheable ? { from: [own], to: own, optional: true } : null;
}
