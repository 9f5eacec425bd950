import { isDeployError, type RunContext } from '@funade/core';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import { noCredentials, tokenWithoutRole } from '../api/errors.ts';
import { useHttp } from '../http/http.ts';
import { awsFiles } from '../http/profile.ts';
import { audienceOf } from '../token-source/audience.ts';
import { findTokenSource, howToGetToken } from '../token-source/find-token-source.ts';
import { tokenFile } from '../token-source/token-file.ts';
import type { TokenSource } from '../token-source/token-source.ts';
import { assumeWithToken } from './assume-with-token.ts';
import { keepSecret, type Sts } from './sts.ts';

/**
 * The credentials that are found, as the SDK's default chain finds them: keys in the variables, a token file with its
 * role, then the profile, the container and the machine. Variables are the context's; unlike in the SDK, keys in them win
 * over AWS_PROFILE, as with the AWS CLI.
 *
 * The provider throws `NO_CREDENTIALS`.
 */
export async function baseCredentials(context: RunContext, sts: Promise<Sts>): Promise<AwsCredentialIdentityProvider> {
  const keys = keysIn(context);
  if (keys !== null) return async () => keys;
  const { AWS_ROLE_ARN: role, AWS_ROLE_SESSION_NAME: sessionName = 'funade' } = context.env;
  const tokens = role
    ? tokenFile.find({ context, http: await useHttp(context), audience: audienceOf(context, role) })
    : null;
  if (role && tokens !== null) {
    const source = assumeWithToken(context, { sts, tokens, request: { role, sessionName } });
    return async () => (await source.open()).credentials;
  }
  return defaultChain(context);
}

function keysIn(context: RunContext): AwsCredentialIdentity | null {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_CREDENTIAL_EXPIRATION } = context.env;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) return null;
  const expiration = new Date(AWS_CREDENTIAL_EXPIRATION ?? Number.NaN);
  const keys = {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}),
    ...(Number.isNaN(expiration.getTime()) ? {} : { expiration }),
  };
  keepSecret(context, keys);
  return keys;
}

async function defaultChain(context: RunContext): Promise<AwsCredentialIdentityProvider> {
  const { defaultProvider } = await import('@aws-sdk/credential-provider-node');
  const { config, credentials: file } = awsFiles(context.env);
  const chain = defaultProvider({
    // A named profile keeps the chain from reading keys out of the process's own variables.
    profile: context.env.AWS_PROFILE || 'default',
    ...(config === null ? {} : { configFilepath: config }),
    ...(file === null ? {} : { filepath: file }),
    // Whoever signs in again writes these files anew.
    ignoreCache: true,
    clientConfig: { region: context.environment.region, requestHandler: (await useHttp(context)).handler },
    logger: quiet,
  });
  return async (options) => {
    try {
      const credentials = await chain(options);
      keepSecret(context, credentials);
      return credentials;
    } catch (error) {
      if (isDeployError(error)) throw error;
      const tokens = await tokenAtHand(context);
      throw tokens === null
        ? noCredentials(howToGetToken(context.env), { cause: error })
        : tokenWithoutRole(context.environment, tokens.ci, { cause: error });
    }
  };
}

/** A token that the job has although no role is written. */
async function tokenAtHand(context: RunContext): Promise<TokenSource | null> {
  const role = `arn:aws:iam::${context.environment.account}:role/any`;
  return findTokenSource({ context, http: await useHttp(context), audience: audienceOf(context, role) }, role);
}

const quiet = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };
