import type { RunContext } from '@funade/core';
import type { Http } from '../http/http.ts';

/** Where tokens that say who this job is come from. */
export interface TokenSource {
  /** For messages: `GitHub`, `GitLab`, … */
  readonly ci: string;
  /** Whether another token can be had later, with a new expiry. */
  readonly renewable: boolean;
  /** What to do when the token has expired. */
  readonly whenExpired: string;
  /** A token, without white space around it. Throws `ID_TOKEN_REQUEST_FAILED`. */
  fetch(): Promise<string>;
}

/** What a source is made from. */
export interface TokenRequest {
  readonly context: RunContext;
  readonly http: Http;
  /** Who the token is for, where that can be chosen. */
  readonly audience: string;
}

/** One CI and how a job in it gets a token. */
export interface TokenProvider {
  readonly ci: string;
  /** Whether this process is a job of the CI. */
  detect(env: RunContext['env']): boolean;
  /** Null when the job has been given no token. */
  find(request: TokenRequest): TokenSource | null;
  /** What to write so that jobs get a token. */
  readonly howTo: string;
  /** Whether jobs have a token without asking for one: then keys in the environment are the clearer wish. */
  readonly unasked: boolean;
}
