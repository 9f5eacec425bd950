import type { RunContext } from '@funade/core';
import { parseRoleArn } from '../rules/role-arn.ts';

/**
 * Who tokens are for, where that can be chosen: STS of the role's partition, which is what AWS's own guides set up.
 * `FUNADE_ID_TOKEN_AUDIENCE` is for identity providers with another client id.
 */
export function audienceOf({ env }: Pick<RunContext, 'env'>, role: string): string {
  const own = env.FUNADE_ID_TOKEN_AUDIENCE;
  if (own) return own;
  return parseRoleArn(role)?.partition === 'aws-cn' ? 'sts.amazonaws.com.cn' : 'sts.amazonaws.com';
}
