import { idTokenRequestFailed } from '../api/errors.ts';
import type { TokenProvider, TokenRequest, TokenSource } from './token-source.ts';

/**
 * GitHub Actions: a job with `id-token: write` asks its own runner, as often as it likes.
 * https://docs.github.com/en/actions/reference/security/oidc
 */
export const github: TokenProvider = {
  ci: 'GitHub',
  detect: (env) => env.GITHUB_ACTIONS === 'true',
  howTo: 'add `permissions: { id-token: write, contents: read }` to the job; runs of forks never get a token',
  unasked: false,
  find: (request) => {
    const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer } = request.context.env;
    return url && bearer ? source(request, url, bearer) : null;
  },
};

function source({ context, http, audience }: TokenRequest, url: string, bearer: string): TokenSource {
  const secret = context.resources.secrets.keep(bearer);
  return {
    ci: github.ci,
    renewable: true,
    whenExpired: 'run it again; GitHub gives a new token each time',
    async fetch() {
      const request = new URL(url);
      request.searchParams.set('audience', audience);
      const headers = { authorization: `bearer ${secret.reveal()}`, accept: 'application/json' };
      const { status, body } = await http.get(request, headers).catch((error: unknown) => {
        throw idTokenRequestFailed(github.ci, 'no answer', { cause: error });
      });
      const token = status === 200 ? tokenIn(body) : null;
      if (token === null) throw idTokenRequestFailed(github.ci, `status ${status}`);
      return token;
    },
  };
}

function tokenIn(body: string): string | null {
  try {
    const { value } = JSON.parse(body) as { readonly value?: unknown };
    return typeof value === 'string' && value !== '' ? value : null;
  } catch {
    return null;
  }
}
