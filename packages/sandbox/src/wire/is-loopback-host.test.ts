import { expect, test } from 'vitest';
import { isLoopbackHost } from './is-loopback-host.ts';

test.each([
  [undefined, true],
  ['127.0.0.1:8080', true],
  ['127.1.2.3', true],
  ['localhost:1', true],
  ['LOCALHOST', true],
  ['bucket.localhost:4566', true],
  ['[::1]:80', true],
  ['host.docker.internal:5000', true],
  ['sandbox:4566', true],
  ['', false],
  ['localhost.', false],
  ['evil.test.', false],
  ['evil.test', false],
  ['evil.test:8080', false],
  ['127.0.0.1.evil.test', false],
  ['localhost.evil.test', false],
  ['127.0.0.1:80:90', false],
  ['user@127.0.0.1', false],
  ['10.0.0.1', false],
])('the host %s is this machine: %s', (host, expected) => {
  expect(isLoopbackHost(host)).toBe(expected);
});
