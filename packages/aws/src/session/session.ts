import { type RunContext, resourceKey, type StepId } from '@funade/core';
import { clientConfigFor, type SessionClientConfig } from '../api/client-config.ts';
import { roleOfOtherAccount, wrongAccount } from '../api/errors.ts';
import { useHttp } from '../http/http.ts';
import { useProfile } from '../http/profile.ts';
import { accountOf } from '../rules/role-arn.ts';
import { sessionName } from '../rules/session-name.ts';
import { audienceOf } from '../token-source/audience.ts';
import { findTokenSource } from '../token-source/find-token-source.ts';
import { assumeByCaller } from './assume-by-caller.ts';
import { assumeWithToken } from './assume-with-token.ts';
import { baseCredentials } from './base-credentials.ts';
import type { Identity, IdentitySource } from './identity.ts';
import { renewIdentity } from './renewed-identity.ts';
import { createSts } from './sts.ts';

const sessionKey = resourceKey<AwsSession>('aws.session');

/** Who we are in one environment, proven before anything else is read. Holds credentials; no part of a plan. */
export interface AwsSession {
  readonly account: string;
  readonly region: string;
  readonly callerArn: string;
  /** When the credentials in use end, in milliseconds since the epoch; null when they do not say. They are renewed before. */
  readonly expiresAt: number | null;
  /** Until when the session can be had, renewals included, in milliseconds since the epoch; null: no end is known. */
  readonly endsAt: number | null;
  /**
   * What an SDK client of the service is made with: `ecs`, `ecr`, `cloudwatch logs`. The name decides which
   * `AWS_ENDPOINT_URL_<SERVICE>` is looked at before `AWS_ENDPOINT_URL`. A call has eight attempts, unless its caller asks
   * for fewer, as one that will ask again anyway does.
   */
  clientConfigFor(service: string, attempts?: number): SessionClientConfig;
}

/** Id of the step that every step on AWS needs. */
export function sessionStepId(environmentName: string): StepId {
  return `aws.assume-role:${environmentName}`;
}

/**
 * The session of the context's environment: opened once a command, and renewed as long as it lives.
 *
 * With a token of the CI and a role: AssumeRoleWithWebIdentity. Otherwise the credentials that are found, and AssumeRole
 * unless they are the role already. A role in the config wins over any credentials that are around.
 *
 * Throws `WRONG_ACCOUNT`, `ROLE_ACCOUNT`, `ROLE_REFUSED`, `NO_CREDENTIALS`, `ID_TOKEN_REQUEST_FAILED`,
 * `ID_TOKEN_REFUSED`, `ID_TOKEN_EXPIRED` and the codes of `translateError`.
 */
export function useSession(context: RunContext): Promise<AwsSession> {
  return context.resources.use(sessionKey.of(context.environment.name), () => openSession(context));
}

async function openSession(context: RunContext): Promise<AwsSession> {
  const { environment } = context;
  if (environment.role !== null && accountOf(environment.role) !== environment.account) {
    throw roleOfOtherAccount(environment);
  }
  const [http, profile, source] = await Promise.all([useHttp(context), useProfile(context), identitySource(context)]);
  const open = async (): Promise<Identity> => {
    const identity = await source.open().catch((error: unknown) => {
      // The SDK and the CI's tools lose the reason why they were stopped.
      context.signal.throwIfAborted();
      throw error;
    });
    if (identity.account !== environment.account) throw wrongAccount(environment, identity.callerArn);
    return identity;
  };
  const identity = renewIdentity(await open(), { clock: context.clock, open });
  // `memoized` tells the SDK to ask for every request; it would remember on the wall clock, and renew at its own time.
  const credentials = Object.assign(async () => (await identity.fresh()).credentials, { memoized: true });
  const renewal = {
    begin: () => identity.current,
    renewed: (since: object) => identity.afterExpiry(since as Identity),
  };
  return {
    account: environment.account,
    region: environment.region,
    get callerArn() {
      return identity.current.callerArn;
    },
    get expiresAt() {
      return identity.current.expiresAt;
    },
    get endsAt() {
      return source.endsAt();
    },
    clientConfigFor: (service, attempts) => ({
      ...clientConfigFor(context, { http, profile }, { service, attempts, renewal }),
      credentials,
    }),
  };
}

async function identitySource(context: RunContext): Promise<IdentitySource> {
  const { role } = context.environment;
  const sts = createSts(context);
  // Loads while the token or the credentials are fetched; who awaits it first hears of a failure.
  sts.catch(() => {});
  if (role !== null) {
    const tokens = findTokenSource(
      { context, http: await useHttp(context), audience: audienceOf(context, role) },
      role,
    );
    if (tokens !== null)
      return assumeWithToken(context, { sts, tokens, request: { role, sessionName: sessionName(context) } });
  }
  return assumeByCaller(context, { sts, credentials: await baseCredentials(context, sts) });
}
