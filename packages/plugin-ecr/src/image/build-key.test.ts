import { expect, test } from 'vitest';
import { buildKey } from './build-key.ts';

const key = buildKey({ context: 'api' });

test.each([
  ['the default written out', { context: './api/', dockerfile: 'Dockerfile' }],
  ['other arguments', { context: 'api', args: { BUILD: 7 } }],
  ['another builder, cache, label', { context: 'api', with: 'podman' as const, cache: true, labels: { a: 'b' } }],
])('%s is the same build', (_, build) => {
  expect(buildKey(build)).toBe(key);
});

test.each([
  ['context', { context: 'web' }],
  ['Dockerfile', { context: 'api', dockerfile: 'Dockerfile.worker' }],
  ['stage', { context: 'api', target: 'worker' }],
  ['base image', { context: 'api', from: 'node:24' }],
])('another %s is another build', (_, build) => {
  expect(buildKey(build)).not.toBe(key);
});
