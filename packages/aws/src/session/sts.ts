import type { RunContext } from '@funade/core';
import type { AwsCredentialIdentity } from '@smithy/types';
import { clientConfigFor } from '../api/client-config.ts';
import { badStsAnswer } from '../api/errors.ts';
import { useHttp } from '../http/http.ts';
import { useProfile } from '../http/profile.ts';
import { accountOf } from '../rules/role-arn.ts';
import type { Identity } from './identity.ts';

/** Who takes a role, and under which name. */
export interface RoleRequest {
  readonly role: string;
  readonly sessionName: string;
}

/** The three calls of STS that a session is made of. Errors are the SDK's. */
export interface Sts {
  assumeRoleWithWebIdentity(request: RoleRequest & { readonly token: string }): Promise<Identity>;
  assumeRole(request: RoleRequest, credentials: AwsCredentialIdentity): Promise<Identity>;
  callerIdentity(credentials: AwsCredentialIdentity): Promise<Pick<Identity, 'account' | 'callerArn'>>;
}

/** Seconds a session lives: what every role allows and what a chained role may have at most. */
const duration = 3600;

/** STS in the environment's region. The SDK is loaded here. */
export async function createSts(context: RunContext): Promise<Sts> {
  const [sdk, http, profile] = await Promise.all([
    import('@aws-sdk/client-sts'),
    useHttp(context),
    useProfile(context),
  ]);
  const config = clientConfigFor(context, { http, profile }, { service: 'sts' });
  const options = { abortSignal: context.signal };
  /** From our own clock: AWS's time of expiry would be wrong by as much as this machine's clock is. */
  const expiry = (): number => context.clock.now() + duration * 1000;
  return {
    async assumeRoleWithWebIdentity({ role, sessionName, token }) {
      const expiresAt = expiry();
      const command = new sdk.AssumeRoleWithWebIdentityCommand({
        RoleArn: role,
        RoleSessionName: sessionName,
        WebIdentityToken: token,
        DurationSeconds: duration,
      });
      return identityOf(await new sdk.STSClient(config).send(command, options), { context, expiresAt });
    },
    async assumeRole({ role, sessionName }, credentials) {
      const expiresAt = expiry();
      const command = new sdk.AssumeRoleCommand({
        RoleArn: role,
        RoleSessionName: sessionName,
        DurationSeconds: duration,
      });
      return identityOf(await new sdk.STSClient({ ...config, credentials }).send(command, options), {
        context,
        expiresAt,
      });
    },
    async callerIdentity(credentials) {
      const { Account: account, Arn: callerArn } = await new sdk.STSClient({ ...config, credentials }).send(
        new sdk.GetCallerIdentityCommand({}),
        options,
      );
      if (!account || !callerArn) throw badStsAnswer('GetCallerIdentity');
      return { account, callerArn };
    },
  };
}

interface RoleAnswer {
  readonly Credentials?:
    | Partial<Record<'AccessKeyId' | 'SecretAccessKey' | 'SessionToken', string | undefined>>
    | undefined;
  readonly AssumedRoleUser?: { readonly Arn: string | undefined } | undefined;
}

function identityOf(
  answer: RoleAnswer,
  { context, expiresAt }: { readonly context: RunContext; readonly expiresAt: number },
): Identity {
  const { AccessKeyId, SecretAccessKey, SessionToken } = answer.Credentials ?? {};
  const callerArn = answer.AssumedRoleUser?.Arn ?? '';
  const account = accountOf(callerArn);
  if (!AccessKeyId || !SecretAccessKey || !SessionToken || account === null) throw badStsAnswer('AssumeRole');
  const credentials = {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration: new Date(expiresAt),
  };
  keepSecret(context, credentials);
  return { credentials, account, callerArn, expiresAt };
}

/** Makes sure that no text leaves the engine with these credentials in it. */
export function keepSecret({ resources: { secrets } }: RunContext, credentials: AwsCredentialIdentity): void {
  secrets.keep(credentials.accessKeyId);
  secrets.keep(credentials.secretAccessKey);
  if (credentials.sessionToken !== undefined) secrets.keep(credentials.sessionToken);
}
