import { fixedToken } from './fixed-token.ts';
import type { TokenProvider } from './token-source.ts';

/** Bitbucket Pipelines: a step with `oidc: true`. https://support.atlassian.com/bitbucket-cloud/docs/deploy-on-aws-using-bitbucket-pipelines-openid-connect/ */
export const bitbucket: TokenProvider = {
  ci: 'Bitbucket',
  detect: (env) => env.BITBUCKET_BUILD_NUMBER !== undefined,
  howTo: 'add `oidc: true` to the step',
  unasked: false,
  find: ({ context }) =>
    fixedToken(
      'Bitbucket',
      context.env.BITBUCKET_STEP_OIDC_TOKEN,
      "a Bitbucket token is valid for as long as the step may run and cannot be renewed: raise the step's `max-time`, and run it again",
    ),
};
