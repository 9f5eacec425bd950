import { DeployError } from '@funade/core';

/** One repository is asked for two different images under one tag. */
export function buildConflict(repository: string, targets: readonly string[]): DeployError {
  const names = [...new Set(targets)].join(', ');
  return new DeployError('IMAGE_BUILD_CONFLICT', `repository ${repository} is built in different ways by ${names}`, {
    category: 'usage',
    hint: 'give each build a repository of its own, or write the same build for all of them',
    details: { repository, targets },
  });
}

/** Repositories that the config names and ECR does not have. */
export function repositoryMissing(
  repositories: readonly string[],
  where: { account: string; region: string },
  hint = hintToCreate(repositories, where.region),
): DeployError {
  const noun = repositories.length === 1 ? 'repository' : 'repositories';
  return new DeployError(
    'ECR_REPOSITORY_MISSING',
    `account ${where.account} has no ${noun} ${repositories.join(', ')} in ${where.region}`,
    {
      category: 'usage',
      hint,
      details: { repositories, ...where },
    },
  );
}

function hintToCreate(repositories: readonly string[], region: string): string {
  const command = (name: string): string =>
    `aws ecr create-repository --repository-name ${name} --image-tag-mutability IMMUTABLE --region ${region}`;
  return `${repositories.map(command).join('\n')}\nor write createRepository: {} beside it`;
}

/** A registry has no such endpoint. */
export function endpointMissing(repositoryUri: string, endpoint: string): DeployError {
  return new DeployError('REGISTRY_ENDPOINT_MISSING', `the registry of ${repositoryUri} has no ${endpoint} endpoint`, {
    category: 'usage',
    hint: 'leave registryEndpoint out, or write fips',
    details: { repositoryUri, endpoint },
  });
}

/** What is known of an image that stands in the way. */
export interface TakenImage {
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
  /** Commit the image says it was built from; null when it does not say. */
  readonly revision: string | null;
  /** Commit of this release. */
  readonly commit: string;
}

/** The tag is in the repository and holds something else than this release. */
export function imageTagTaken(image: TakenImage): DeployError {
  const { repository, tag, digest, revision, commit } = image;
  const origin =
    revision === null
      ? 'does not say which commit it was built from'
      : `was built from commit ${revision}, not from ${commit}`;
  const hint =
    revision === null
      ? `--adopt-image deploys it as it is; otherwise release ${commit} under a new tag`
      : 'a tag is never overwritten: make a new tag for this commit';
  return new DeployError('IMAGE_TAG_TAKEN', `image ${repository}:${tag} is already in ECR (${digest}) and ${origin}`, {
    category: 'refused',
    hint,
    details: image,
  });
}

/** The tag holds another build of the release's commit. */
export function imageBuiltOtherwise(image: {
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
}): DeployError {
  const { repository, tag, digest } = image;
  return new DeployError(
    'IMAGE_BUILT_OTHERWISE',
    `image ${repository}:${tag} is already in ECR (${digest}), of this commit, but by another build than the config has`,
    {
      category: 'refused',
      hint: 'give each build a repository of its own, or release under a new tag',
      details: image,
    },
  );
}

/** What is done about an image that ECR has and does not hand out, by its status. */
const untilReadable: Readonly<Record<string, (image: { repository: string; tag: string }) => string>> = {
  ARCHIVED: ({ repository, tag }) =>
    `aws ecr update-image-storage-class --repository-name ${repository} --image-id ${imageId(tag)} ` +
    '--target-storage-class STANDARD restores it, in up to 20 minutes; or release under a new tag',
  ACTIVATING: () => 'it is being restored: run the same command again in some minutes',
};

/** A tag has no colon, a digest has one. */
function imageId(tag: string): string {
  return tag.includes(':') ? `imageDigest=${tag}` : `imageTag=${tag}`;
}

/** The image is there but ECR does not hand it out: archived, or kept by an upstream that is not reachable. */
export function imageInaccessible(image: { repository: string; tag: string; reason: string }): DeployError {
  return new DeployError(
    'IMAGE_INACCESSIBLE',
    `image ${image.repository}${image.tag.includes(':') ? '@' : ':'}${image.tag} is in ECR but cannot be read: ${image.reason}`,
    {
      category: 'refused',
      hint: untilReadable[image.reason]?.(image) ?? 'look at it in ECR, or release under a new tag',
      details: image,
    },
  );
}

/** An image is promoted from an environment that the config does not have, or from itself. */
export function promotionEnvironmentUnknown(
  repository: string,
  name: string,
  { known, own }: { readonly known: readonly string[]; readonly own: string },
): DeployError {
  const what = name === own ? 'itself' : `${name}, which is no environment of the config`;
  return new DeployError('PROMOTION_ENVIRONMENT_UNKNOWN', `${repository} is to be copied to ${own} from ${what}`, {
    category: 'usage',
    hint:
      known.length === 0
        ? 'the config has no other environment'
        : `environments that it can come from: ${known.join(', ')}`,
    details: { repository, from: name, known },
  });
}

/** The environment that an image is promoted from does not have it. */
export function promotionSourceMissing(
  image: string,
  from: { readonly environment: string; readonly image: string },
): DeployError {
  return new DeployError(
    'PROMOTION_SOURCE_MISSING',
    `${from.environment} has no image ${from.image} to copy to ${image}`,
    {
      category: 'refused',
      hint: `deploy this release to ${from.environment} first`,
      details: { image, from },
    },
  );
}

/** The image that would be promoted is not of the release's commit. */
export function promotionSourceOther(source: TakenImage & { readonly environment: string }): DeployError {
  const { repository, tag, digest, revision, commit, environment } = source;
  const origin =
    revision === null
      ? 'does not say which commit it was built from'
      : `was built from commit ${revision}, not from ${commit}`;
  return new DeployError(
    'PROMOTION_SOURCE_OTHER',
    `image ${repository}:${tag} of ${environment} (${digest}) ${origin}`,
    {
      category: 'refused',
      hint:
        revision === null
          ? '--adopt-image copies it as it is; otherwise release the commit under a new tag'
          : `deploy this release to ${environment} first, or release under a new tag`,
      details: source,
    },
  );
}

/** The tag holds another build of the same commit than the one that would be promoted. */
export function promotionOtherBuild(image: {
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
  readonly environment: string;
  readonly source: string;
}): DeployError {
  const { repository, tag, digest, environment, source } = image;
  return new DeployError(
    'PROMOTION_OTHER_BUILD',
    `image ${repository}:${tag} is already in ECR (${digest}) and is not the image of ${environment} (${source})`,
    {
      category: 'refused',
      hint: 'a tag is never overwritten: release under a new tag',
      details: image,
    },
  );
}

/** A copy between registries ended badly for another reason than a tag that is taken. */
export function copyFailed(image: string, how: string, cause?: unknown): DeployError {
  return new DeployError('COPY_FAILED', `the copy of ${image} failed: ${how}`, {
    hint: 'running the same command again goes on where it stopped',
    details: { image },
    ...(cause === undefined ? {} : { cause }),
  });
}

/** One of the two registries does not permit the copy. */
export function copyRefused(image: string, how: string, cause?: unknown): DeployError {
  return new DeployError('COPY_REFUSED', `the copy of ${image} was refused: ${how}`, {
    hint:
      'the role of the environment it comes from needs ecr:BatchGetImage, ecr:GetDownloadUrlForLayer and ' +
      'ecr:ListImageReferrers; that of the one it goes to what a push needs, and ecr:BatchGetImage',
    details: { image },
    ...(cause === undefined ? {} : { cause }),
  });
}

/** There is no such prebuilt image. */
export function prebuiltMissing(image: string): DeployError {
  return new DeployError('PREBUILT_MISSING', `there is no image ${image}`, {
    category: 'usage',
    hint: 'check the name, tag or digest that `prebuilt` has',
    details: { image },
  });
}

/** The registry does not hand out a prebuilt image. */
export function prebuiltUnreadable(image: string, how: string, cause?: unknown): DeployError {
  return new DeployError('PREBUILT_UNREADABLE', `prebuilt image ${image} cannot be read: ${how}`, {
    hint: 'check its name, and that this machine is logged in to its registry (docker login, or the role)',
    details: { image },
    ...(cause === undefined ? {} : { cause }),
  });
}

/** The image in ECR is not for a platform that the build asks for. */
export function imagePlatformMissing(image: {
  repository: string;
  tag: string;
  has: readonly string[];
  wanted: readonly string[];
}): DeployError {
  return new DeployError(
    'IMAGE_PLATFORM_MISSING',
    `image ${image.repository}:${image.tag} in ECR is for ${image.has.join(', ')}, not for ${image.wanted.join(', ')}`,
    { category: 'refused', hint: 'a tag is never overwritten: release under a new tag', details: image },
  );
}

/** A build would take in changes that are in no commit. */
export function buildContextDirty(repository: string, context: string, paths: readonly string[]): DeployError {
  const shown = paths.slice(0, 3).join(', ');
  const more = paths.length > 3 ? ` and ${paths.length - 3} more` : '';
  return new DeployError(
    'BUILD_CONTEXT_DIRTY',
    `the build of ${repository} would take in uncommitted changes in ${context}: ${shown}${more}`,
    { category: 'refused', hint: 'commit or stash them, or build with --allow-dirty', details: { repository, paths } },
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
    `the build of ${repository} has cache: true, and the repository lets nobody overwrite the tag ${tag}`,
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
    `${builder} cannot build ${repository}: it does not know ${options.join(', ')}`,
    {
      category: 'usage',
      hint:
        able.length === 0
          ? `no builder knows all of this: leave ${options.join(', ')} out`
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

/** A build ended badly; its last lines are the cause. */
export function buildFailed(repository: string, how: string, lines: readonly string[]): DeployError {
  return new DeployError('BUILD_FAILED', `the build of ${repository} failed: ${how}`, {
    hint: 'the last lines of its output are above; run the same build by hand to see more',
    details: { repository, lines },
    ...(lines.length === 0 ? {} : { cause: new Error(lines.join('\n')) }),
  });
}

/** This machine has no room for what a build makes. */
export function diskFull(what: string, cause: Error): DeployError {
  return new DeployError('DISK_FULL', `there is no space left on this machine for ${what}`, {
    hint: 'free some, or set TMPDIR to a folder on a larger disk, and run the same command again',
    cause,
  });
}

/** What a build made is not on this machine any more. */
export function builtImageGone(repository: string): DeployError {
  return new DeployError('BUILT_IMAGE_GONE', `the built image of ${repository} is not on this machine any more`, {
    hint: 'run funade deploy again: it builds what is not in ECR yet',
    details: { repository },
  });
}

/** The registry login failed. */
export function registryLoginFailed(host: string, how: string, lines: readonly string[] = []): DeployError {
  return new DeployError('REGISTRY_LOGIN_FAILED', `the login to ${host} failed: ${how}`, {
    hint: 'the role needs ecr:GetAuthorizationToken, and the Docker daemon must reach the registry',
    details: { host },
    ...(lines.length === 0 ? {} : { cause: new Error(lines.join('\n')) }),
  });
}

/** A push ended badly for another reason than a tag that is taken. */
export function pushFailed(image: string, how: string, cause?: unknown): DeployError {
  return new DeployError('PUSH_FAILED', `the push of ${image} failed: ${how}`, {
    hint: 'running the same command again goes on where it stopped',
    details: { image },
    ...(cause === undefined ? {} : { cause }),
  });
}

/** The registry does not permit the push. */
export function pushRefused(image: string, how: string, cause?: unknown): DeployError {
  return new DeployError('PUSH_REFUSED', `the registry refused ${image}: ${how}`, {
    hint:
      'the role needs ecr:InitiateLayerUpload, ecr:UploadLayerPart, ecr:CompleteLayerUpload, ' +
      'ecr:BatchCheckLayerAvailability and ecr:PutImage on the repository',
    details: { image },
    ...(cause === undefined ? {} : { cause }),
  });
}

/** The registry has nothing under the tag right after a push that succeeded. */
export function pushNotVerified(image: string): DeployError {
  return new DeployError('PUSH_NOT_VERIFIED', `${image} was pushed, but the registry has nothing under this tag`, {
    hint: 'look whether somebody or a lifecycle policy deletes images of this repository',
    details: { image },
  });
}

/** The registry does not take the login, or does not let its user read. */
export function registryDenied(how: string, cause?: unknown): DeployError {
  return new DeployError('REGISTRY_DENIED', `the registry refuses this login: ${how}`, {
    hint:
      'the role needs ecr:GetAuthorizationToken, and ecr:BatchGetImage and ecr:GetDownloadUrlForLayer on the repository; ' +
      'run the same command again if the login had expired',
    ...(cause === undefined ? {} : { cause }),
  });
}

/** A call to a registry failed after all its attempts. */
export function registryError(what: string, how: string, cause?: unknown): DeployError {
  return new DeployError('REGISTRY_ERROR', `${what} failed: ${how}`, {
    hint: 'check that the registry is reachable from here and run the same command again',
    ...(cause === undefined ? {} : { cause }),
  });
}

/** The base image of a build cannot be read. */
export function baseImageUnreadable(image: string, how: string, cause?: unknown): DeployError {
  return new DeployError('BASE_IMAGE_UNREADABLE', `base image ${image} cannot be read: ${how}`, {
    hint: 'check its name, tag and platform, and that this machine may read it',
    ...(cause === undefined ? {} : { cause }),
  });
}

/** A scan found what the config does not accept. `findings` are told, the worst first. */
export function imageVulnerable(
  image: string,
  { failOn, findings }: { readonly failOn: string; readonly findings: readonly string[] },
): DeployError {
  const shown = findings.slice(0, 10).join('; ');
  const more = findings.length > 10 ? `; and ${findings.length - 10} more` : '';
  const noun = findings.length === 1 ? 'finding' : 'findings';
  return new DeployError(
    'IMAGE_VULNERABLE',
    `image ${image} has ${findings.length} ${noun} of ${failOn} or above: ${shown}${more}`,
    {
      category: 'refused',
      hint: 'update what is vulnerable and release anew, or list a finding that is accepted under scan.ignore',
      details: { image, failOn, findings },
    },
  );
}

/** No scan of an image will come to an end. */
export function scanImpossible(image: string, status: string): DeployError {
  return new DeployError('SCAN_IMPOSSIBLE', `image ${image} cannot be scanned: ${status}`, {
    category: 'refused',
    hint:
      status === 'UNSUPPORTED_IMAGE'
        ? 'ECR scans images of known operating systems (enhanced scanning also some languages); leave `scan` out for others'
        : 'look at the image’s scan in ECR, or leave `scan` out for it',
    details: { image, status },
  });
}

/** The scan did not end in time. */
export function scanUnfinished(
  image: string,
  given: { readonly status: string; readonly minutes: number },
): DeployError {
  const { status, minutes } = given;
  return new DeployError('SCAN_UNFINISHED', `the scan of image ${image} is still ${status} after ${minutes} minutes`, {
    hint:
      status === 'not there'
        ? 'turn on scanning for the repository, or give the role ecr:StartImageScan'
        : 'run the same command again, or raise scan.waitMinutes',
    details: { image, status, minutes },
  });
}
