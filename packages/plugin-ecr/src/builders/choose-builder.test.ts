import { expect, test } from 'vitest';
import type { Build, BuilderName } from '../options/build-options.ts';
import { type BuilderState, builderCandidates, chooseBuilder } from './choose-builder.ts';

const ready: BuilderState = { ready: true, lacks: [] };
const down: BuilderState = { ready: false, reason: 'its daemon does not answer' };
const absent: BuilderState = { ready: false, reason: 'it is not here' };
const plainDocker: BuilderState = { ready: true, lacks: ['secrets', 'ssh'] };
const buildxOfEngine: BuilderState = { ready: true, lacks: ['several platforms', 'cache to'] };
const secret = { context: '.', secrets: { token: { env: 'TOKEN' } } };
const many = { context: '.', platforms: ['linux/amd64', 'linux/arm64'] };

type States = Partial<Record<BuilderName, BuilderState>>;
const map = (states: States) => new Map(Object.entries(states) as [BuilderName, BuilderState][]);

test.each<[string, Build, readonly BuilderName[]]>([
  ['a Dockerfile', { context: '.' }, ['buildx', 'docker', 'podman', 'buildah']],
  ['files on a base image', { context: '.', from: 'node:24' }, ['containerify']],
  ['one that is named', { context: '.', with: 'buildah' }, ['buildah']],
  ['several platforms', many, ['buildx', 'podman', 'buildah']],
  ['a buildx builder', { context: '.', builder: 'cloud' }, ['buildx']],
  [
    'a cache that is read',
    { context: '.', cache: { from: ['host/cache'] } },
    ['buildx', 'docker', 'podman', 'buildah'],
  ],
  ['a cache that is written', { context: '.', cache: true }, ['buildx', 'podman', 'buildah']],
  ['no cache', { context: '.', cache: false, pull: false }, ['buildx', 'docker', 'podman', 'buildah']],
  ['a cache of several platforms', { ...many, cache: true }, ['buildx']],
  ['a cache of GitHub', { context: '.', cache: { to: 'type=gha' } }, ['buildx']],
])('%s: these may do it, in this order', (_, build, names) => {
  expect(builderCandidates('shop/api', build)).toEqual(names);
});

test.each<[string, Build, States, BuilderName]>([
  ['the first that is ready', { context: '.' }, { buildx: absent, docker: ready, podman: ready }, 'docker'],
  ['files need no engine', { context: '.', from: 'node:24' }, { docker: down, containerify: ready }, 'containerify'],
  ['one that lacks something is passed over', secret, { buildx: absent, docker: plainDocker, podman: ready }, 'podman'],
  [
    'the engine’s buildx builds for one platform',
    many,
    { buildx: buildxOfEngine, podman: down, buildah: ready },
    'buildah',
  ],
])('%s', (_, ...[build, states, name]) => expect(chooseBuilder('shop/api', build, map(states))).toBe(name));

test.each<[string, Build, States, string, string]>([
  [
    'nobody is ready',
    { context: '.' },
    { docker: down, podman: absent },
    'NO_BUILDER',
    'docker: its daemon does not answer; podman: it is not here',
  ],
  [
    'a secret and an engine without BuildKit',
    secret,
    { docker: plainDocker },
    'NO_BUILDER',
    'docker: it cannot do secrets here',
  ],
  [
    'several platforms with docker',
    { ...many, with: 'docker' },
    { docker: ready },
    'BUILDER_CANNOT',
    'it does not support several platforms',
  ],
  [
    'a buildx builder with podman',
    { context: '.', builder: 'x', with: 'podman' },
    {},
    'BUILDER_CANNOT',
    'it does not support builder',
  ],
])('%s is refused', (...[, build, states, code, text]) => {
  expect(() => chooseBuilder('shop/api', build, map(states))).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(text) }),
  );
});

test('a refusal of a builder that is named tells the others that can', () => {
  const states = map({ buildx: { ready: true, lacks: ['cache to'] } });
  expect(() => chooseBuilder('shop/api', { context: '.', with: 'buildx', cache: true }, states)).toThrow(
    expect.objectContaining({ hint: expect.stringContaining('buildx, podman, buildah;') }),
  );
});

test('a refusal names the builders that can', () => {
  expect(() => builderCandidates('shop/api', { ...many, with: 'docker' })).toThrow(
    expect.objectContaining({ hint: expect.stringContaining('buildx, podman, buildah') }),
  );
});
