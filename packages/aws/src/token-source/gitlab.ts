import { fixedToken } from './fixed-token.ts';
import type { TokenProvider } from './token-source.ts';

/** GitLab CI: `id_tokens` puts a token into a variable. https://docs.gitlab.com/ci/secrets/id_token_authentication/ */
export const gitlab: TokenProvider = {
  ci: 'GitLab',
  detect: (env) => env.GITLAB_CI === 'true',
  howTo: 'add `id_tokens: { AWS_ID_TOKEN: { aud: sts.amazonaws.com } }` to the job',
  unasked: false,
  find: ({ context }) =>
    fixedToken(
      'GitLab',
      context.env.AWS_ID_TOKEN,
      "a GitLab token is valid for the job's timeout and cannot be renewed: set a longer `timeout:` on the job, and run it again",
    ),
};
