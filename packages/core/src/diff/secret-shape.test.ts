import { expect, test } from 'vitest';
import { findSecretShapes } from './secret-shape.ts';

const jwt = `eyJ${'a'.repeat(20)}.eyJ${'b'.repeat(20)}.${'c'.repeat(20)}`;

test.each([
  ['AWS access key id', 'key AKIAIOSFODNN7EXAMPLE here'],
  ['AWS access key id', 'ASIAIOSFODNN7EXAMPLE'],
  ['AWS session token', `IQoJb3JpZ2luX2Vj${'x'.repeat(40)}`],
  ['JSON web token', `token=${jwt}`],
  ['private key', '-----BEGIN RSA PRIVATE KEY-----\nMII'],
  ['private key', '-----BEGIN PRIVATE KEY-----'],
  ['registry login', Buffer.from(`AWS:${'p'.repeat(40)}`).toString('base64')],
  ['registry login', '{"auths":{"host":{"auth":"dXNlcjpwYXNz"}}}'],
  ['URL with a password', 'https://me:hunter2@git.example/shop.git'],
  ['URL with a password', 'redis://:hunter2@cache.example:6379/0'],
  ['URL with a password', 'postgres://me:hunter:2@db.example/shop'],
  ['authorization header', `Authorization: Bearer ${'t'.repeat(30)}`],
  ['GitHub token', `ghp_${'a'.repeat(36)}`],
  ['GitLab token', `glpat-${'a'.repeat(20)}`],
])('%s is found', (what, text) => {
  expect(findSecretShapes({ a: [{ b: text }] })).toEqual([{ path: 'a[0].b', what }]);
});

test.each([
  ['a digest', `sha256:${'a'.repeat(64)}`],
  ['an ARN of a secret', 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop-AbCdEf'],
  ['a role', 'arn:aws:iam::123456789012:role/deploy'],
  ['a URL with a port', 'https://host:443/path'],
  ['a commit', '0123456789abcdef0123456789abcdef01234567'],
  ['an image', '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/api:v1@sha256:aa'],
])('%s is none', (_, text) => {
  expect(findSecretShapes([text])).toEqual([]);
});

test('a key that names a credential makes its value one', () => {
  expect(findSecretShapes({ credentials: { SecretAccessKey: 'x', SessionToken: '' } })).toEqual([
    { path: 'credentials.SecretAccessKey', what: 'SecretAccessKey' },
  ]);
});

test('a secret in a key is found too', () => {
  expect(findSecretShapes({ AKIAIOSFODNN7EXAMPLE: 1 })).toMatchObject([{ what: 'AWS access key id' }]);
});
