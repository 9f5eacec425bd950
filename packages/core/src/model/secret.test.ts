import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { createSecrets, Secret } from './secret.ts';

test('a secret shows itself to nobody but who asks', () => {
  const secret = new Secret('hunter2');
  expect(`${secret} ${inspect({ secret })} ${String(secret)}`).toBe('[secret] { secret: [secret] } [secret]');
  expect(Object.keys(secret)).toEqual([]);
  expect(secret.reveal()).toBe('hunter2');
});

test('a secret has no JSON form', () => {
  expect(() => JSON.stringify({ deep: [new Secret('hunter2')] })).toThrow(TypeError);
});

test.each([
  ['as it is', 'pass/word+1', 'pass/word+1'],
  ['in base64', 'pass/word+1', Buffer.from('pass/word+1').toString('base64')],
  ['in a URL', 'pass/word+1', encodeURIComponent('pass/word+1')],
  ['a line of it', 'first line\nsecond line', 'second line'],
])('a kept secret is taken out of texts: %s', (_, value, text) => {
  const secrets = createSecrets();
  expect(secrets.keep(value).reveal()).toBe(value);
  expect(secrets.redact(`before ${text} after`)).toBe('before [secret] after');
});

test('a short value is not looked for: it would match by chance', () => {
  const secrets = createSecrets();
  secrets.keep('abc');
  secrets.keep('');
  expect(secrets.redact('abc')).toBe('abc');
});

test('whoever wants to know is told each value once, and no short ones', () => {
  const told: string[] = [];
  const secrets = createSecrets((value) => told.push(value));
  for (const value of ['secret', 'abc', 'secret', 'another']) secrets.keep(value);
  expect(told).toEqual(['secret', 'another']);
});

test('of two secrets the longer one is taken out first', () => {
  const secrets = createSecrets();
  secrets.keep('secret');
  secrets.keep('secret-and-more');
  expect(secrets.redact('secret-and-more')).toBe('[secret]');
});
