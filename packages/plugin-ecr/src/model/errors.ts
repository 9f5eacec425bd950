import { DeployError } from '@funade/core';

/** Repositories that the config names and ECR does not have. */
export function repositoryMissing(
  repositories: readonly string[],
  where: { account: string; region: string },
  { nearest = {}, hint }: { readonly nearest?: Readonly<Record<string, string>>; readonly hint?: string } = {},
): DeployError {
  const noun = repositories.length === 1 ? 'repository' : 'repositories';
  return new DeployError(
    'ECR_REPOSITORY_MISSING',
    `account ${where.account} has no ${noun} ${repositories.join(', ')} in ${where.region}`,
    {
      category: 'usage',
      hint: hintForMissing(repositories, { region: where.region, nearest, hint }),
      details: { repositories, ...where },
    },
  );
}

/** What is near is asked for; only a name that nothing is near to is worth a command that creates it. */
function hintForMissing(
  repositories: readonly string[],
  given: {
    readonly region: string;
    readonly nearest: Readonly<Record<string, string>>;
    readonly hint: string | undefined;
  },
): string {
  const { region, nearest, hint } = given;
  const meant = repositories.flatMap((name) =>
    nearest[name] === undefined ? [] : `did you mean ${nearest[name]}? It exists in ${region}`,
  );
  const others = repositories.filter((name) => nearest[name] === undefined);
  if (others.length === 0) return meant.join('\n');
  const create = others.map(
    (name) => `aws ecr create-repository --repository-name ${name} --image-tag-mutability IMMUTABLE --region ${region}`,
  );
  return [...meant, ...(hint === undefined ? [...create, 'or add createRepository: {} to it'] : [hint])].join('\n');
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
    `image ${repository}:${tag} is already in ECR (${digest}), built from this commit, but by another build than the config describes`,
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
  ACTIVATING: () => 'it is being restored: run the same command again in a few minutes',
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
  const what = name === own ? 'itself' : `${name}, which is not an environment of the config`;
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
      hint: 'update what is vulnerable and release again, or list a finding that is accepted under scan.ignore',
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
