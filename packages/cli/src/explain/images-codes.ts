import type { Explanations } from './explanation.ts';

/** What the codes about this mean: images and builds. */
export const imagesCodes: Explanations = {
  ECR_REPOSITORY_MISSING: {
    exit: 2,
    means: 'The account has no ECR repository of this name in the region of the environment.',
    mend: 'Correct the name, create the repository by the command of the hint, or write `createRepository: {}`.',
    page: 'images.md#repositories-and-scans',
  },
  ECR_TAG_MUTABLE: {
    exit: 'warning',
    means:
      'Tags of the repository can be overwritten, so a tag may stand for another image tomorrow. Revisions name the digest all the same.',
    mend: 'Make the tags of the repository immutable.',
    page: 'images.md#repositories-and-scans',
  },
  IMAGE_TAG_TAKEN: {
    exit: 8,
    means:
      'The repository has an image under this tag that was built from another commit, or that does not say from which. A tag is never overwritten.',
    mend: 'Make a new tag for this commit. `--adopt-image` deploys an image that does not say its commit.',
    page: 'images.md#once-and-never-over-another',
  },
  IMAGE_BUILT_OTHERWISE: {
    exit: 8,
    means:
      'The image under the tag is of this commit, but of another build than the config describes: another context, Dockerfile, stage or base.',
    mend: 'Give each build a repository of its own, or release under a new tag.',
    page: 'images.md#once-and-never-over-another',
  },
  IMAGE_BUILD_CONFLICT: {
    exit: 2,
    means: 'Two services would build the same repository in different ways.',
    mend: 'Write the same build for both, or give each a repository of its own.',
    page: 'images.md',
  },
  IMAGE_ADOPTED: {
    exit: 'warning',
    means: 'An image is deployed that does not say which commit it was built from, because of `--adopt-image`.',
    mend: 'Set the label `org.opencontainers.image.revision` where it is built.',
    page: 'images.md#once-and-never-over-another',
  },
  IMAGE_INACCESSIBLE: {
    exit: 8,
    means: 'The image is in ECR and cannot be read, for example because it was archived.',
    mend: 'Restore it as the hint says, or release under a new tag.',
    page: 'images.md',
  },
  IMAGE_PLATFORM_MISSING: {
    exit: 8,
    means: 'The image in ECR is not for all platforms that the build asks for.',
    mend: 'Release under a new tag, or ask for the platforms that it has.',
    page: 'images.md',
  },
  IMAGE_PLATFORM_MISMATCH: {
    exit: 8,
    means:
      'The image is for another processor than the task definition asks for; its tasks would end with `exec format error`.',
    mend: 'Set `build.platforms`, or `runtimePlatform` of the task definition.',
    page: 'images.md#once-and-never-over-another',
  },
  IMAGE_VULNERABLE: {
    exit: 8,
    means: "ECR's scan has findings of the severity that `scan.failOn` names, or above. Nothing was deployed.",
    mend: 'Update what is vulnerable, or list an accepted finding under `scan.ignore`.',
    page: 'images.md#repositories-and-scans',
  },
  SCAN_IMPOSSIBLE: {
    exit: 8,
    means: 'ECR cannot scan this image.',
    mend: 'Leave `scan` out for it, or look at the image in ECR.',
    page: 'images.md#repositories-and-scans',
  },
  SCAN_UNFINISHED: {
    exit: 1,
    means: 'The scan did not end in the time that `scan.waitMinutes` allows.',
    mend: 'Run the same command again: nothing is built twice. Raise `scan.waitMinutes` if scans take longer here.',
    page: 'images.md#repositories-and-scans',
  },
  NO_BUILDER: {
    exit: 1,
    means: 'No builder of this machine can do the build. The message has the reason of each.',
    mend: 'Install one, start its engine, or write `build.from` to build from files without an engine.',
    page: 'images.md#builders',
  },
  BUILDER_CANNOT: {
    exit: 2,
    means: 'The builder that the config names cannot do what the build asks for.',
    mend: 'Leave the option out, or name a builder that can.',
    page: 'images.md#builders',
  },
  BUILD_FAILED: {
    exit: 1,
    means: 'The build ended with an error. Its last lines are shown.',
    mend: 'Correct what they name. Run the same build by hand to see more.',
    page: 'images.md#builders',
  },
  BUILD_CONTEXT_MISSING: {
    exit: 2,
    means: 'The folder or the Dockerfile of a build does not exist.',
    mend: '`build.context` is relative to the config, `build.dockerfile` to the context.',
    page: 'reference/configuration.md#servicesnameecrbuild',
  },
  BUILD_CONTEXT_DIRTY: {
    exit: 8,
    means: 'The build would take in changes that are in no commit, so that the image would not be what the tag says.',
    mend: 'Commit or stash them. `--allow-dirty` builds all the same, and is then a warning.',
    page: 'images.md#once-and-never-over-another',
  },
  BUILD_CACHE_IMMUTABLE: {
    exit: 2,
    means: 'The build is to keep its cache under a tag that the repository lets nobody overwrite.',
    mend: 'Exclude the tag `buildcache` from the immutability, or name a cache in another repository.',
    page: 'images.md#secrets-and-caches',
  },
  BUILD_SECRET_MISSING: {
    exit: 1,
    means: 'A secret of the build is not set: its variable or its file is missing.',
    mend: 'Set it for the job, and run the same command again.',
    page: 'images.md#secrets-and-caches',
  },
  BUILT_IMAGE_GONE: {
    exit: 1,
    means: 'The image was built and is no longer on this machine, for example because something cleaned up the engine.',
    mend: 'Run the deploy again: it builds what is not in ECR yet.',
    page: 'images.md#builders',
  },
  BASE_IMAGE_UNREADABLE: {
    exit: 1,
    means: 'The base image of a build without an engine cannot be read.',
    mend: 'Check its name, tag and platform, and whether this machine is logged in to its registry.',
    page: 'images.md#without-an-engine',
  },
  PREBUILT_MISSING: {
    exit: 2,
    means: 'There is no image under the name, tag or digest that `prebuilt` has.',
    mend: 'Check the name. `latest` is refused, so name a tag or a digest.',
    page: 'images.md',
  },
  PREBUILT_UNREADABLE: {
    exit: 1,
    means: 'The registry does not hand out a prebuilt image.',
    mend: 'Log in to the registry (`docker login`), or give the role the right to read it.',
    page: 'images.md',
  },
  PROMOTION_ENVIRONMENT_UNKNOWN: {
    exit: 2,
    means: '`from` names an environment that the config does not have, or the environment itself.',
    mend: 'Name another environment of the config.',
    page: 'images.md#copies',
  },
  PROMOTION_SOURCE_MISSING: {
    exit: 8,
    means: 'The environment that the image is copied from does not have an image of this release.',
    mend: 'Deploy the release there first.',
    page: 'images.md#copies',
  },
  PROMOTION_SOURCE_OTHER: {
    exit: 8,
    means: 'The image that would be copied was built from another commit.',
    mend: 'Deploy this release to that environment first, or release under a new tag.',
    page: 'images.md#copies',
  },
  PROMOTION_OTHER_BUILD: {
    exit: 8,
    means: 'The tag exists here and is not the image that would be copied.',
    mend: 'Release under a new tag: a tag is never overwritten.',
    page: 'images.md#copies',
  },
  PUSH_FAILED: {
    exit: 1,
    means: 'A push ended with an error.',
    mend: 'Run the same command again: it continues where it stopped.',
    page: 'networks.md#registries',
  },
  PUSH_REFUSED: {
    exit: 1,
    means: 'The registry does not permit the push.',
    mend: 'Give the role the permissions of the hint on the repository.',
    page: 'networks.md#registries',
  },
  PUSH_NOT_VERIFIED: {
    exit: 1,
    means: 'The image was pushed, and the registry has nothing under its tag.',
    mend: 'Check whether somebody, or a lifecycle policy, deletes images of the repository.',
    page: 'images.md#repositories-and-scans',
  },
  COPY_FAILED: {
    exit: 1,
    means: 'A copy between registries ended with an error.',
    mend: 'Run the same command again: it continues where it stopped.',
    page: 'images.md#copies',
  },
  COPY_REFUSED: {
    exit: 1,
    means: 'One of the two registries does not permit the copy.',
    mend: 'Give the roles of both environments the permissions of the hint.',
    page: 'images.md#copies',
  },
  REGISTRY_LOGIN_FAILED: {
    exit: 1,
    means: 'The login to the registry failed.',
    mend: 'The role needs `ecr:GetAuthorizationToken`, and the engine must reach the registry.',
    page: 'networks.md#registries',
  },
  REGISTRY_DENIED: {
    exit: 1,
    means: 'The registry does not take the login, or lets it not read.',
    mend: 'Give the role `ecr:BatchGetImage` and `ecr:GetDownloadUrlForLayer` on the repository.',
    page: 'networks.md#registries',
  },
  REGISTRY_ERROR: {
    exit: 1,
    means: 'A call to a registry failed after all its attempts.',
    mend: 'Check that the registry is reachable from here, and run the same command again.',
    page: 'networks.md#registries',
  },
  REGISTRY_ENDPOINT_MISSING: {
    exit: 2,
    means: 'The registry has no endpoint of the kind that `registryEndpoint` names.',
    mend: 'Leave it out, or write `fips`.',
    page: 'networks.md#endpoints',
  },
  REGISTRY_AUTH_HOST: {
    exit: 8,
    means: 'A registry sends logins to a host that is not known to belong to it, so the login was not sent.',
    mend: 'If it does belong to it, allow it with `FUNADE_REGISTRY_AUTH_HOSTS`.',
    page: 'networks.md#registries',
  },
  DIGEST_MISMATCH: {
    exit: 8,
    means: 'A registry sent other bytes than those of the digest that was asked for. Nothing of it was used.',
    mend: 'Look at what is between this machine and the registry.',
    page: 'networks.md#registries',
  },
  DIGEST_UNSUPPORTED: {
    exit: 8,
    means: 'A digest is of a kind that cannot be checked.',
    mend: 'Use `sha256:` with 64 hexadecimal digits, or `sha512:` with 128.',
    page: 'networks.md#registries',
  },
};
