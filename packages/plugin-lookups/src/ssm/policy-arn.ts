import type { PermissionsRequest } from '@funade/core';

/** The ARN of a parameter as policies have it: with one slash, and without version or label. */
export function policyArn(
  name: string,
  { partition, environment: { account, region } }: Pick<PermissionsRequest, 'partition' | 'environment'>,
): string {
  const [, place = `arn:${partition}:ssm:${region}:${account}:parameter`, path = ''] =
    /^(?:(arn:[^/]*:parameter)\/|\/)?([^:]*)/.exec(name) ?? [];
  return `${place}/${path}`;
}
