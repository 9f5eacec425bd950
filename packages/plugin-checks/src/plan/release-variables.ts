import type { PluginRequest } from '@funade/core';

/** What a command that checks is told of what it checks. What is not known is empty. */
export function releaseVariables(
  { project, environment, release }: Pick<PluginRequest, 'project' | 'environment' | 'release'>,
  service: string,
): Readonly<Record<string, string>> {
  return {
    FUNADE_RELEASE_VERSION: release.version ?? '',
    FUNADE_RELEASE_TAG: release.tag ?? '',
    FUNADE_RELEASE_BRANCH: release.branch ?? '',
    FUNADE_RELEASE_COMMIT: release.commit,
    FUNADE_RELEASE_IMAGE_TAG: release.imageTag,
    FUNADE_CHECK_PROJECT: project,
    FUNADE_CHECK_SERVICE: service,
    FUNADE_CHECK_ENVIRONMENT: environment.name,
    FUNADE_CHECK_ACCOUNT: environment.account,
    FUNADE_CHECK_REGION: environment.region,
  };
}
