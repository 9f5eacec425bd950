import { createLocalJWKSet, jwtVerify } from 'jose';
import { z } from 'zod';
import type { Issuer } from './issuer.ts';

/** A job of GitHub Actions, as its tokens tell of it. */
export interface GithubJob {
  readonly sub: string;
  readonly repository: string;
  readonly ref: string;
}

/** What a workflow run is told to be; see `Sandbox.githubEnvironment`. */
export interface GithubJobOptions {
  /** `owner/name`. */
  readonly repository: string;
  /** `refs/tags/v1.2.3`, `refs/heads/main`. */
  readonly ref: string;
  /** The environment of the job, if it has one: then the subject names it instead of the ref. */
  readonly environment?: string;
  readonly sha?: string;
}

const audience = 'sandbox-github-request-token';
const jobSchema = z.object({ sub: z.string(), repository: z.string(), ref: z.string() });

/** The variables that GitHub gives a job with `id-token: write`. The request token lives for an hour. */
export async function githubEnvironment(
  issuer: Issuer,
  endpoint: string,
  job: GithubJobOptions,
): Promise<Record<string, string>> {
  const { repository, ref, environment, sha } = job;
  const sub = `repo:${repository}:${environment === undefined ? `ref:${ref}` : `environment:${environment}`}`;
  const requestToken = await issuer.sign({ sub, aud: audience, expiresIn: 3600, claims: { repository, ref } });
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_REPOSITORY: repository,
    GITHUB_REF: ref,
    GITHUB_REF_NAME: ref.replace(/^refs\/(tags|heads)\//, ''),
    GITHUB_REF_TYPE: ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    GITHUB_RUN_ID: '1',
    ...(sha === undefined ? {} : { GITHUB_SHA: sha }),
    ACTIONS_ID_TOKEN_REQUEST_URL: `${endpoint}/oidc/github?api-version=2.0`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken,
  };
}

/** The job behind a request token; null when the token is not one of ours or has expired. */
export async function readGithubJob(issuer: Issuer, bearer: string, now: number): Promise<GithubJob | null> {
  const keys = createLocalJWKSet(await issuer.jwks());
  try {
    const { payload } = await jwtVerify(bearer, keys, { audience, currentDate: new Date(now) });
    return jobSchema.parse(payload);
  } catch {
    return null;
  }
}
