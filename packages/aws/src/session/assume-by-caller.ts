import { isDeployError, type RunContext } from '@funade/core';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import { callerRefusedByRole } from '../api/errors.ts';
import { isAwsError } from '../api/is-aws-error.ts';
import { translateError } from '../api/translate-error.ts';
import { isSessionOf } from '../rules/role-arn.ts';
import { sessionName } from '../rules/session-name.ts';
import { callerStatement } from '../rules/trust-statement.ts';
import type { Identity, IdentitySource } from './identity.ts';
import type { Sts } from './sts.ts';

interface Caller {
  readonly sts: Promise<Sts>;
  readonly credentials: AwsCredentialIdentityProvider;
}

/** The credentials that are found, or the environment's role taken with them, unless the caller is it already. */
export function assumeByCaller(context: RunContext, { sts, credentials: find }: Caller): IdentitySource {
  return {
    endsAt: () => null,
    async open() {
      const credentials = await find();
      try {
        return await become(context, credentials, await sts);
      } catch (error) {
        if (!(isDeployError(error) && error.code === 'AWS_EXPIRED_TOKEN')) throw error;
        // What is remembered may be over while others are there by now: somebody has signed in again.
        const others = await find({ forceRefresh: true });
        if (others.accessKeyId === credentials.accessKeyId) throw error;
        return await become(context, others, await sts);
      }
    },
  };
}

async function become(context: RunContext, credentials: AwsCredentialIdentity, sts: Sts): Promise<Identity> {
  const caller = await whoIs(credentials, sts);
  const { role } = context.environment;
  if (role === null || isSessionOf(caller.callerArn, role)) return caller;
  return await assume({ role, sessionName: sessionName(context) }, { caller, sts });
}

async function whoIs(credentials: AwsCredentialIdentity, sts: Sts): Promise<Identity> {
  try {
    const expiresAt = credentials.expiration?.getTime() ?? null;
    return { ...(await sts.callerIdentity(credentials)), credentials, expiresAt };
  } catch (error) {
    throw translateError(error, { operation: 'sts:GetCallerIdentity' });
  }
}

async function assume(
  request: { readonly role: string; readonly sessionName: string },
  { caller: { callerArn, credentials }, sts }: { readonly caller: Identity; readonly sts: Sts },
): Promise<Identity> {
  const { role } = request;
  try {
    return await sts.assumeRole(request, credentials);
  } catch (cause) {
    if (isAwsError(cause, 'AccessDenied'))
      throw callerRefusedByRole(role, { callerArn, cause }, callerStatement(callerArn));
    throw translateError(cause, { operation: 'sts:AssumeRole', subject: role });
  }
}
