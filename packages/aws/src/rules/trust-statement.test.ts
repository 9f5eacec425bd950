import { expect, test } from 'vitest';
import type { TokenClaims } from './token-claims.ts';
import { callerStatement, trustStatement } from './trust-statement.ts';

const role = 'arn:aws:iam::222222222222:role/deploy';
const github: TokenClaims = {
  issuer: 'https://token.actions.githubusercontent.com',
  audience: ['sts.amazonaws.com'],
  subject: 'repo:my-org/my-repo:environment:production',
  expiresAt: null,
  ref: null,
  commit: null,
};

test('a statement accepts the very subject', () => {
  expect(trustStatement(role, github)).toMatchInlineSnapshot(`
    {
      "Action": "sts:AssumeRoleWithWebIdentity",
      "Condition": {
        "StringEquals": {
          "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
          "token.actions.githubusercontent.com:sub": "repo:my-org/my-repo:environment:production",
        },
      },
      "Effect": "Allow",
      "Principal": {
        "Federated": "arn:aws:iam::222222222222:oidc-provider/token.actions.githubusercontent.com",
      },
    }
  `);
});

test.each([
  ['a tag of GitHub', 'repo:my-org/my-repo:ref:refs/tags/v1.4.0', 'repo:my-org/my-repo:ref:refs/tags/*'],
  ['a tag with a slash', 'repo:my-org/my-repo:ref:refs/tags/api/v1.4.0', 'repo:my-org/my-repo:ref:refs/tags/*'],
  ['a tag in the immutable form', 'repo:o@1/r@2:ref:refs/tags/v1', 'repo:o@1/r@2:ref:refs/tags/*'],
  ['a tag of GitLab', 'project_path:group/proj:ref_type:tag:ref:v1.4.0', 'project_path:group/proj:ref_type:tag:ref:*'],
])('a statement accepts the tags to come: %s', (_, subject, pattern) => {
  const { Condition } = trustStatement(role, { ...github, subject });
  expect(Condition).toEqual({
    StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' },
    StringLike: { 'token.actions.githubusercontent.com:sub': pattern },
  });
});

test('a provider with a path and a role of another partition keep them', () => {
  const statement = trustStatement('arn:aws-cn:iam::222222222222:role/deploy', {
    ...github,
    issuer: 'https://oidc.circleci.com/org/1',
  });
  expect(statement.Principal).toEqual({
    Federated: 'arn:aws-cn:iam::222222222222:oidc-provider/oidc.circleci.com/org/1',
  });
});

test.each([
  ['a user', 'arn:aws:iam::111111111111:user/alice', 'arn:aws:iam::111111111111:user/alice'],
  ['a session', 'arn:aws:sts::111111111111:assumed-role/runner/i-1', 'arn:aws:iam::111111111111:role/runner'],
  [
    'a session of Identity Center',
    'arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_Admin_0a1b/alice',
    'arn:aws:iam::111111111111:root',
  ],
])('a caller is trusted as %s', (_, caller, principal) => {
  expect(callerStatement(caller)).toEqual({ Effect: 'Allow', Principal: { AWS: principal }, Action: 'sts:AssumeRole' });
});
