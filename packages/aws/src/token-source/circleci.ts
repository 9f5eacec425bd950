import { fixedToken } from './fixed-token.ts';
import type { TokenProvider } from './token-source.ts';

/** CircleCI: every job has a token, for its organization as the audience. https://circleci.com/docs/openid-connect-tokens/ */
export const circleci: TokenProvider = {
  ci: 'CircleCI',
  detect: (env) => env.CIRCLECI === 'true',
  howTo: 'use a context in the job, so that CircleCI sets CIRCLE_OIDC_TOKEN_V2',
  unasked: true,
  find: ({ context: { env } }) =>
    fixedToken(
      'CircleCI',
      env.CIRCLE_OIDC_TOKEN_V2 || env.CIRCLE_OIDC_TOKEN,
      'a CircleCI token is valid for an hour and cannot be renewed: run the deploy in a job of its own',
    ),
};
