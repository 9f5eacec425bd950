import { expect, test } from 'vitest';
import { parseTokenClaims } from './token-claims.ts';

const token = (payload: string) => `e30.${Buffer.from(payload).toString('base64url')}.c2ln`;
const claims = {
  iss: 'https://issuer',
  sub: 'project_path:グループ/proj',
  aud: 'sts.amazonaws.com',
  exp: 1_760_000_000,
};

test('a token says who it is of and for, and when it ends', () => {
  expect(parseTokenClaims(token(JSON.stringify(claims)))).toEqual({
    issuer: 'https://issuer',
    audience: ['sts.amazonaws.com'],
    subject: 'project_path:グループ/proj',
    expiresAt: 1_760_000_000_000,
    ref: null,
    commit: null,
  });
});

test('an audience may be several or none', () => {
  expect(parseTokenClaims(token(JSON.stringify({ ...claims, aud: ['a', 'b'] })))?.audience).toEqual(['a', 'b']);
  expect(parseTokenClaims(token(JSON.stringify({ ...claims, aud: undefined })))?.audience).toEqual([]);
});

test.each([
  ['an empty text', ''],
  ['an opaque token', 'abcdef'],
  ['a payload that is no JSON', token('{')],
  ['a payload that is no object', token('[]')],
  ['no subject', token(JSON.stringify({ iss: 'https://issuer' }))],
  ['an encrypted token', 'a.b.c.d.e'],
])('%s says nothing', (_, text) => expect(parseTokenClaims(text)).toBeNull());

test.each([
  ['GitHub', { ref: 'refs/tags/v1.0.0', ref_type: 'tag', sha: 'abc' }, { type: 'tag', name: 'v1.0.0' }],
  [
    'GitHub, a branch with slashes',
    { ref: 'refs/heads/a/b', ref_type: 'branch', sha: 'abc' },
    { type: 'branch', name: 'a/b' },
  ],
  ['GitLab', { ref: 'v1.0.0', ref_type: 'tag', sha: 'abc' }, { type: 'tag', name: 'v1.0.0' }],
  [
    'GitHub, a pull request',
    { ref: 'refs/pull/1/merge', ref_type: 'branch', sha: 'abc' },
    { type: 'branch', name: 'refs/pull/1/merge' },
  ],
  ['nobody', { ref: 'v1.0.0', sha: 'abc' }, null],
])('the ref and commit of a job as %s writes them', (_, more, ref) => {
  expect(parseTokenClaims(token(JSON.stringify({ ...claims, ...more })))).toMatchObject({ ref, commit: 'abc' });
});
