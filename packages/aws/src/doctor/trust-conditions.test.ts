import type { Json } from '@funade/core';
import { expect, test } from 'vitest';
import { trustConditions } from './trust-conditions.ts';

const statement = (Condition: Json): Json => ({
  Effect: 'Allow',
  Principal: { Federated: 'arn:aws:iam::111111111111:oidc-provider/gitlab.com' },
  Action: 'sts:AssumeRoleWithWebIdentity',
  Condition,
});

test.each<[string, Json, boolean]>([
  ['a subject', { StringEquals: { 'gitlab.com:sub': 'project_path:a/b:ref_type:tag:ref:v1' } }, false],
  ['a pattern', { StringLike: { 'gitlab.com:sub': ['project_path:a/b:*'] } }, false],
  ['no subject', { StringEquals: { 'gitlab.com:aud': 'sts.amazonaws.com' } }, true],
  ['any subject', { StringLike: { 'gitlab.com:sub': '*' } }, true],
  ['one of them any', { StringLike: { 'gitlab.com:sub': ['project_path:a/b:*', '*'] } }, true],
  ['a subject if there is one', { StringLikeIfExists: { 'gitlab.com:sub': 'project_path:a/b:*' } }, true],
  ['all subjects of none', { 'ForAllValues:StringLike': { 'gitlab.com:sub': 'project_path:a/b:*' } }, true],
  ['others', { StringNotLike: { 'gitlab.com:sub': 'project_path:a/b:*' } }, true],
  ['no condition', null, true],
])('%s', (_, condition, open) => {
  expect(trustConditions({ Statement: statement(condition) })).toMatchObject([{ provider: 'gitlab.com', open }]);
});

test('statements about others are left out', () => {
  const others = [
    { Effect: 'Allow', Principal: { AWS: '111111111111' }, Action: 'sts:AssumeRole' },
    { Effect: 'Deny', Principal: { Federated: 'arn:aws:iam::111111111111:oidc-provider/a' } },
    'nonsense',
  ];
  expect(trustConditions({ Statement: others })).toEqual([]);
  expect(trustConditions({})).toEqual([]);
});

test('what is asked is told line by line', () => {
  const [told] = trustConditions({
    Statement: [statement({ StringEquals: { 'gitlab.com:aud': ['a', 'b'] }, StringLike: { 'gitlab.com:sub': 'x:*' } })],
  });
  expect(told?.conditions).toEqual(['StringEquals aud: a', 'StringEquals aud: b', 'StringLike sub: x:*']);
});
