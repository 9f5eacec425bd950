import { expect, test } from 'vitest';
import type { Build, BuilderName } from '../options.ts';
import { type BuilderState, chooseBuilder } from './choose-builder.ts';

const ready: BuilderState = { ready: true, lacks: [] };
const down: BuilderState = { ready: false, reason: 'its daemon does not answer' };
const states = (docker: BuilderState, containerify: BuilderState = ready) =>
  new Map<BuilderName, BuilderState>([
    ['docker', docker],
    ['containerify', containerify],
  ]);

test.each<[string, Build, BuilderState, string]>([
  ['a Dockerfile and a ready engine', { context: '.' }, ready, 'docker'],
  ['files on a base image need no engine', { context: '.', from: 'node:24' }, down, 'containerify'],
  ['a secret and an engine that knows them', { context: '.', secrets: { token: { env: 'TOKEN' } } }, ready, 'docker'],
])('%s', (...[, build, docker, name]) => expect(chooseBuilder('shop/api', build, states(docker))).toBe(name));

test.each<[string, Build, BuilderState, string, string]>([
  ['the daemon is down', { context: '.' }, down, 'NO_BUILDER', 'docker: its daemon does not answer'],
  [
    'a secret and an engine without BuildKit',
    { context: '.', secrets: { token: { env: 'TOKEN' } } },
    { ready: true, lacks: ['secrets'] },
    'NO_BUILDER',
    'docker: it cannot do secrets here',
  ],
  [
    'several platforms',
    { context: '.', platforms: ['linux/amd64', 'linux/arm64'] },
    ready,
    'BUILDER_CANNOT',
    'it does not know several platforms',
  ],
])('%s is refused', (...[, build, docker, code, text]) => {
  expect(() => chooseBuilder('shop/api', build, states(docker))).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(text) }),
  );
});
