import { DeployError, type Release } from '@funade/core';

/** One repository is asked for two different images under one tag. */
export function buildConflict(repository: string, targets: readonly string[]): DeployError {
  const names = [...new Set(targets)].join(', ');
  return new DeployError('IMAGE_BUILD_CONFLICT', `repository ${repository} is built in different ways by ${names}`, {
    category: 'usage',
    hint: 'give each build a repository of its own, or write the same build for all of them',
    details: { repository, targets },
  });
}

/** A build would take in changes that are in no commit. */
export function buildContextDirty(repository: string, context: string, paths: readonly string[]): DeployError {
  const shown = paths.slice(0, 3).join(', ');
  const more = paths.length > 3 ? ` and ${paths.length - 3} more` : '';
  return new DeployError(
    'BUILD_CONTEXT_DIRTY',
    `the build of ${repository} would include uncommitted changes in ${context}: ${shown}${more}`,
    { category: 'refused', hint: 'commit or stash them, or build with --allow-dirty', details: { repository, paths } },
  );
}

/** A build would be of another commit than the release. */
export function buildOtherCommit(repository: string, release: Release): DeployError {
  const { tag, shortCommit, commit, checkedOut = commit } = release;
  return new DeployError(
    'TAG_NOT_CHECKED_OUT',
    `tag "${tag ?? ''}" is commit ${shortCommit}, but ${checkedOut.slice(0, 7)} is checked out: the build of ${repository} would not match the tag`,
    { category: 'refused', hint: `git checkout ${tag ?? commit}`, details: { repository, tag, commit, checkedOut } },
  );
}

/** The folder or the Dockerfile of a build is not there. */
export function buildContextMissing(repository: string, what: string, path: string): DeployError {
  return new DeployError('BUILD_CONTEXT_MISSING', `the ${what} of ${repository} does not exist: ${path}`, {
    category: 'usage',
    hint: 'build.context is relative to the config file, build.dockerfile to the context',
    details: { repository, path },
  });
}

/** The build is to leave its cache under a tag that ECR lets nobody overwrite: the second build would fail at its end. */
export function buildCacheImmutable(repository: string, tag: string): DeployError {
  return new DeployError(
    'BUILD_CACHE_IMMUTABLE',
    `the build of ${repository} has cache: true, but the repository does not allow overwriting the tag ${tag}`,
    {
      category: 'usage',
      hint:
        `exclude the tag (createRepository: { tagMutabilityExclusions: ['${tag}'] } does for a new repository), ` +
        'or write cache: { from, to } with an image of another repository',
      details: { repository, tag },
    },
  );
}

/** The builder cannot do what the build asks for, on any machine. `able` are the ones that can. */
export function builderCannot(
  repository: string,
  builder: string,
  { options, able }: { readonly options: readonly string[]; readonly able: readonly string[] },
): DeployError {
  return new DeployError(
    'BUILDER_CANNOT',
    `${builder} cannot build ${repository}: it does not support ${options.join(', ')}`,
    {
      category: 'usage',
      hint:
        able.length === 0
          ? `no builder supports all of this: leave ${options.join(', ')} out`
          : `builders that can do this build: ${able.join(', ')}; or leave ${options.join(', ')} out`,
      details: { repository, builder, options, able },
    },
  );
}

/** No builder of this machine can do a build. `reasons` is by builder; `able` are the ones that can on some machine. */
export function noBuilder(
  repository: string,
  reasons: Readonly<Record<string, string>>,
  able: readonly string[],
): DeployError {
  const tried = Object.entries(reasons).map(([name, reason]) => `${name}: ${reason}`);
  return new DeployError('NO_BUILDER', `nothing on this machine can build ${repository}: ${tried.join('; ')}`, {
    hint:
      `builders that can do this build where they are set up for it: ${able.join(', ')}; ` +
      'without a container engine, write build.from and build.content for containerify',
    details: { repository, reasons },
  });
}

/** A build secret is not where the config says. */
export function buildSecretMissing(repository: string, id: string, where: string): DeployError {
  return new DeployError('BUILD_SECRET_MISSING', `build secret ${id} of ${repository} is missing: ${where}`, {
    hint: 'set it and run the same command again',
    details: { repository, id },
  });
}

/** A build ended badly; its last lines show why. */
export function buildFailed(repository: string, how: string, lines: readonly string[]): DeployError {
  return new DeployError('BUILD_FAILED', `the build of ${repository} failed: ${how}`, {
    hint: 'the last lines of its output are above; run the same build by hand to see more',
    details: { repository, lines },
    evidence: lines,
  });
}

/** This machine has no room for what a build makes. */
export function diskFull(what: string, cause: Error): DeployError {
  return new DeployError('DISK_FULL', `there is no space left on this machine for ${what}`, {
    hint: 'free some, or set TMPDIR to a folder on a larger disk, and run the same command again',
    cause,
  });
}

/** What a build made is no longer on this machine. */
export function builtImageGone(repository: string): DeployError {
  return new DeployError('BUILT_IMAGE_GONE', `the built image of ${repository} is no longer on this machine`, {
    hint: 'run funade deploy again: it builds what is not in ECR yet',
    details: { repository },
  });
}

/** The base image of a build cannot be read. */
export function baseImageUnreadable(image: string, how: string, cause?: unknown): DeployError {
  return new DeployError('BASE_IMAGE_UNREADABLE', `base image ${image} cannot be read: ${how}`, {
    hint: 'check its name, tag and platform, and that this machine may read it',
    ...(cause === undefined ? {} : { cause }),
  });
}
