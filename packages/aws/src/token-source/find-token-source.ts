import type { RunContext } from '@funade/core';
import { bitbucket } from './bitbucket.ts';
import { buildkite } from './buildkite.ts';
import { circleci } from './circleci.ts';
import { github } from './github.ts';
import { gitlab } from './gitlab.ts';
import { tokenFile } from './token-file.ts';
import type { TokenProvider, TokenRequest, TokenSource } from './token-source.ts';

const jobs: readonly TokenProvider[] = [github, gitlab, bitbucket, circleci, buildkite];

/**
 * The token to assume `role` with; null when the credentials of the default chain are to be used.
 *
 * A token that the job asked for wins over keys in the environment. A token that every job has does not. A token file
 * that comes with another role (`AWS_ROLE_ARN`) belongs to that role, which then assumes ours.
 */
export function findTokenSource(request: TokenRequest, role: string): TokenSource | null {
  const { env } = request.context;
  for (const job of jobs) {
    if (job.unasked && (!job.detect(env) || hasOwnCredentials(env))) continue;
    const source = job.find(request);
    if (source !== null) return source;
  }
  const { AWS_ROLE_ARN: roleOfFile } = env;
  return !roleOfFile || roleOfFile === role ? tokenFile.find(request) : null;
}

/** What a job of the CI we are in must write to get a token; null outside of a CI. */
export function howToGetToken(env: RunContext['env']): { readonly ci: string; readonly howTo: string } | null {
  return jobs.find((job) => job.detect(env)) ?? null;
}

function hasOwnCredentials(env: RunContext['env']): boolean {
  return Boolean(env.AWS_ACCESS_KEY_ID || env.AWS_PROFILE);
}
