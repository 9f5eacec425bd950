import type { RunContext } from '@funade/core';
import type { AwsCredentialIdentityProvider, RetryStrategyV2 } from '@smithy/types';
import type { Http } from '../http/http.ts';
import type { Profile } from '../http/profile.ts';
import type { RequestHandler } from '../http/sdk-handler.ts';
import { endpointOf } from '../rules/endpoint-of.ts';
import { maxAttempts } from '../rules/retry-delay.ts';
import { badEndpoint } from './errors.ts';
import { createRetryStrategy, type Renewal } from './retry-strategy.ts';
import { type SigningExtension, signOnClock } from './sign-on-clock.ts';
import { version } from './version.ts';

/** What every SDK client is made with. */
export interface ClientConfig {
  readonly region: string;
  readonly requestHandler: RequestHandler;
  /** Waits on the context's clock. */
  readonly retryStrategy: RetryStrategyV2;
  readonly maxAttempts: number;
  readonly customUserAgent: [string, string][];
  /** Signs on the context's clock. */
  readonly extensions: SigningExtension[];
  /** Endpoints come from `endpoint` alone, which is read from the context's variables and profile, not from the process's. */
  readonly ignoreConfiguredEndpointUrls: true;
  /** Absent: AWS's own. */
  readonly endpoint?: string;
}

/** The same with the session's credentials: to be spread into the constructor of any client. */
export interface SessionClientConfig extends ClientConfig {
  /** Renews the session before it ends. */
  readonly credentials: AwsCredentialIdentityProvider;
}

/** What a client is for. */
export interface ClientUse {
  /** `ecs`, `ecr`, `sts`, `cloudwatch logs`. */
  readonly service: string;
  /** Attempts of one call. Default 8; few for a caller that will ask again anyway. */
  readonly attempts?: number | undefined;
  /** Absent: an expired session is not renewed. */
  readonly renewal?: Renewal;
}

/** What a client speaks through: the connections, and the profile that may say where to. */
export interface Way {
  readonly http: Http;
  readonly profile: Profile;
}

/** The configuration of a service's client. */
export function clientConfigFor(
  context: RunContext,
  { http, profile }: Way,
  { service, attempts = maxAttempts, renewal }: ClientUse,
): ClientConfig {
  const endpoint = endpointOf(context.env, profile, service);
  if (endpoint !== null && !isEndpoint(endpoint)) throw badEndpoint(service, endpoint);
  return {
    region: context.environment.region,
    requestHandler: http.handler,
    retryStrategy: createRetryStrategy(context, { most: attempts, renewal: renewal ?? null }),
    maxAttempts: attempts,
    customUserAgent: [['funade', version]],
    extensions: [signOnClock(context, http.awsTime)],
    ignoreConfiguredEndpointUrls: true,
    ...(endpoint === null ? {} : { endpoint }),
  };
}

function isEndpoint(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
