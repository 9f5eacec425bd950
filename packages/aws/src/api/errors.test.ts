import { buildEnvironment } from '@funade/core/testing';
import { expect, test } from 'vitest';
import { textsOf } from '../../test/texts-of.ts';
import { refusalCauses } from '../rules/refusal-causes.ts';
import { callerStatement, trustStatement } from '../rules/trust-statement.ts';
import { github } from '../token-source/github.ts';
import { gitlab } from '../token-source/gitlab.ts';
import type { TokenRequest } from '../token-source/token-source.ts';
import * as errors from './errors.ts';

const role = 'arn:aws:iam::222222222222:role/deploy';
const callerArn = 'arn:aws:iam::111111111111:user/alice';
const claims = {
  issuer: 'https://token.actions.githubusercontent.com',
  audience: ['sts.amazonaws.com'],
  subject: 'repo:Acme/shop:ref:refs/tags/v1.4.0',
  expiresAt: 1_760_000_000_000,
  ref: { type: 'tag', name: 'v1.4.0' },
  commit: null,
} as const;
const cause = new Error('Not authorized to perform sts:AssumeRoleWithWebIdentity');
const refusal = { causes: refusalCauses(claims), statement: trustStatement(role, claims) };

test('every error reads as it should', () => {
  const all: { readonly [Name in keyof typeof errors]: readonly Error[] } = {
    wrongAccount: [errors.wrongAccount(buildEnvironment(), callerArn)],
    roleOfOtherAccount: [errors.roleOfOtherAccount(buildEnvironment({ account: '111111111111', role }))],
    noCredentials: [errors.noCredentials(null), errors.noCredentials(github), errors.noCredentials(gitlab)],
    idTokenRequestFailed: [errors.idTokenRequestFailed('GitHub', 'status 401')],
    tokenRefusedByRole: [errors.tokenRefusedByRole(role, { ci: 'GitHub', claims, cause }, refusal)],
    callerRefusedByRole: [errors.callerRefusedByRole(role, { callerArn, cause }, callerStatement(callerArn))],
    idTokenRefused: [
      errors.idTokenRefused('222222222222', { ci: 'GitLab', claims, cause }),
      errors.idTokenRefused('222222222222', { ci: 'GitLab', claims: null, cause }),
    ],
    idTokenExpired: [errors.idTokenExpired({ ci: 'GitLab', whenExpired: whenExpired(), cause })],
    badEndpoint: [errors.badEndpoint('ecs', '127.0.0.1')],
    badStsAnswer: [errors.badStsAnswer('AssumeRole')],
    tokenWithoutRole: [errors.tokenWithoutRole(buildEnvironment(), 'GitLab')],
    refOfOtherToken: [errors.refOfOtherToken({ ref: claims.ref, commit: 'a'.repeat(40) }, 'tag "v1.3.0"')],
  };
  expect(textsOf(Object.values(all).flat())).toMatchInlineSnapshot(`
    "WRONG_ACCOUNT refused
      the credentials belong to account 111111111111 (arn:aws:iam::111111111111:user/alice), but production is account 222222222222
      hint: use credentials of account 222222222222, or set the environment's \`role\` to a role there; nothing was read or changed
    ROLE_ACCOUNT usage
      the role arn:aws:iam::222222222222:role/deploy does not belong to account 111111111111, the account of production
      hint: correct \`account\` or \`role\` of the environment production
    NO_CREDENTIALS failed
      no AWS credentials were found
      hint: sign in (\`aws sso login\`), or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY
    NO_CREDENTIALS failed
      this GitHub job has neither an identity token nor AWS credentials
      hint: add \`permissions: { id-token: write, contents: read }\` to the job; runs of forks never get a token
    NO_CREDENTIALS failed
      this GitLab job has neither an identity token nor AWS credentials
      hint: add \`id_tokens: { AWS_ID_TOKEN: { aud: sts.amazonaws.com } }\` to the job
    ID_TOKEN_REQUEST_FAILED failed
      GitHub issued no identity token: status 401
      hint: run the job again
    ROLE_REFUSED failed
      the role arn:aws:iam::222222222222:role/deploy does not accept the identity token of GitHub
      because: Not authorized to perform sts:AssumeRoleWithWebIdentity
      hint: the token says:
              iss https://token.actions.githubusercontent.com
              aud sts.amazonaws.com
              sub repo:Acme/shop:ref:refs/tags/v1.4.0
            likely causes:
              - a tag started the run, so the subject has \`refs/tags/…\`; a policy for \`refs/heads/…\` does not accept it
              - letter case counts: the subject says \`Acme/shop\`
              - a \`*\` in the policy needs the operator StringLike; StringEquals takes it literally
              - the role does not exist
            this statement in the role's trust policy accepts the token:
              {
                "Effect": "Allow",
                "Principal": {
                  "Federated": "arn:aws:iam::222222222222:oidc-provider/token.actions.githubusercontent.com"
                },
                "Action": "sts:AssumeRoleWithWebIdentity",
                "Condition": {
                  "StringEquals": {
                    "token.actions.githubusercontent.com:aud": "sts.amazonaws.com"
                  },
                  "StringLike": {
                    "token.actions.githubusercontent.com:sub": "repo:Acme/shop:ref:refs/tags/*"
                  }
                }
              }
    ROLE_REFUSED failed
      arn:aws:iam::111111111111:user/alice may not assume the role arn:aws:iam::222222222222:role/deploy
      because: Not authorized to perform sts:AssumeRoleWithWebIdentity
      hint: allow the caller \`sts:AssumeRole\` on arn:aws:iam::222222222222:role/deploy, and add this statement to the role's trust policy:
              {
                "Effect": "Allow",
                "Principal": {
                  "AWS": "arn:aws:iam::111111111111:user/alice"
                },
                "Action": "sts:AssumeRole"
              }
    ID_TOKEN_REFUSED failed
      AWS rejected the identity token of GitLab
      because: Not authorized to perform sts:AssumeRoleWithWebIdentity
      hint: the token says:
              iss https://token.actions.githubusercontent.com
              aud sts.amazonaws.com
              sub repo:Acme/shop:ref:refs/tags/v1.4.0
            check that account 222222222222 has an IAM identity provider for the issuer, with the audience among its client ids
    ID_TOKEN_REFUSED failed
      AWS rejected the identity token of GitLab
      because: Not authorized to perform sts:AssumeRoleWithWebIdentity
      hint: the token is not a JSON Web Token
    ID_TOKEN_EXPIRED failed
      the identity token of GitLab has expired
      because: Not authorized to perform sts:AssumeRoleWithWebIdentity
      hint: a GitLab token is valid for the job's timeout and cannot be renewed: set a longer \`timeout:\` on the job, and run it again
    ENDPOINT_INVALID usage
      "127.0.0.1", which is set as the endpoint of ecs, is not a URL
      hint: write AWS_ENDPOINT_URL, or \`endpoint_url\` of the profile, as https://host or http://host:port
    AWS_ERROR failed
      sts:AssumeRole returned neither credentials nor an identity
      hint: check AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_STS, if they are set
    NO_CREDENTIALS failed
      environment "production" has no role to assume with the identity token of GitLab, and there are no AWS credentials
      hint: write the role under environments.production: role: 'arn:aws:iam::222222222222:role/<name>'
    REF_NOT_PROVEN refused
      the job says that it runs for tag "v1.4.0" (aaaaaaa), and its identity token says tag "v1.3.0"
      hint: variables of the pipeline may have been overridden: run it for the ref itself, or name the tag with --tag"
  `);
});

function whenExpired(): string {
  const context = { env: { AWS_ID_TOKEN: 'token' } };
  return gitlab.find({ context } as unknown as TokenRequest)?.whenExpired ?? '';
}
