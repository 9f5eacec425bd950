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
