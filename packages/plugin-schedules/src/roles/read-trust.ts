import { isAwsError, resourceName, translateError } from '@funade/aws';
import type { RunContext } from '@funade/core/author';
import type { Iam } from '../api/clients.ts';

/** A role's trust policy as GetRole gives it; there is no such role; or nobody may look. */
export type TrustRead = { readonly trust: string } | 'missing' | 'denied';

/** Reads who may take a role. Throws what AWS refuses otherwise. */
export async function readTrust({ client, sdk }: Iam, arn: string, context: RunContext): Promise<TrustRead> {
  try {
    const command = new sdk.GetRoleCommand({ RoleName: resourceName(arn) });
    const { Role } = await client.send(command, { abortSignal: context.signal });
    return { trust: Role?.AssumeRolePolicyDocument ?? '' };
  } catch (thrown) {
    if (isAwsError(thrown, 'NoSuchEntity', 'NoSuchEntityException')) return 'missing';
    const error = translateError(thrown, { operation: 'iam:GetRole', subject: arn });
    if (error.code === 'AWS_ACCESS_DENIED') return 'denied';
    throw error;
  }
}
