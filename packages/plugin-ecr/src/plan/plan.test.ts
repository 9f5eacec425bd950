import { artifactsOf, type PluginRequest, type PluginTarget } from '@funade/core';
import { expect, test } from 'vitest';
import { commit, release } from '../../test/test-context.ts';
import type { EcrFacts, ImageFact } from '../model/facts.ts';
import { type EcrOptions, ecrOptions } from '../options/options.ts';
import { plan } from './plan.ts';

const api = { repository: 'shop/api', build: { context: 'services/api' } };
const digest = `sha256:${'d'.repeat(64)}`;
const uri = (name: string) => `222222222222.dkr.ecr.eu-west-1.amazonaws.com/${name}`;

test('an image that two services share is built and pushed once', () => {
  const { steps, artifacts, notes, warnings } = plan(request({ api, worker: api }), facts({ 'shop/api': null }));
  expect(steps).toMatchSnapshot();
  expect(artifacts).toEqual(
    ['api@production', 'worker@production'].map((target) => ({
      type: 'image',
      target,
      inEcr: true,
      name: null,
      reference: { $ref: ['ecr.push-image:shop/api@production', 'reference'] },
      repositoryUri: uri('shop/api'),
      tag: 'v1.2.3',
      digest: null,
      platforms: { $ref: ['ecr.build-image:shop/api@production', 'platforms'] },
    })),
  );
  expect(notes).toEqual([]);
  expect(warnings).toEqual([]);
});

test('a service with several images gets an artifact for each name', () => {
  const web = {
    images: {
      web: { repository: 'shop/web', build: { context: 'web' } },
      proxy: {
        repository: 'shop/proxy',
        build: { context: 'proxy', from: 'nginx:1', content: { conf: '/etc/nginx' } },
      },
    },
  };
  const { steps, artifacts } = plan(request({ web }), facts({ 'shop/web': null, 'shop/proxy': null }));
  expect(steps.map((step) => step.title)).toEqual([
    'build shop/web:v1.2.3 from web with docker',
    'push shop/web:v1.2.3',
    'build shop/proxy:v1.2.3 from proxy with containerify',
    'push shop/proxy:v1.2.3',
  ]);
  expect(artifactsOf(artifacts, 'image').map(({ name, repositoryUri }) => [name, repositoryUri])).toEqual([
    ['web', uri('shop/web')],
    ['proxy', uri('shop/proxy')],
  ]);
});

test('a cache under a tag that nobody may overwrite is refused where the build would write it', () => {
  const cached = { ...api, build: { ...api.build, cache: true } };
  const known = { ...facts({ 'shop/api': null }), builders: { 'shop/api': 'buildx' as const } };
  expect(() => plan(request({ api: cached }), known)).toThrow(
    expect.objectContaining({ code: 'BUILD_CACHE_IMMUTABLE', category: 'usage' }),
  );
  const repositories = { 'shop/api': { uri: uri('shop/api'), immutable: true, cacheable: true as const } };
  expect(plan(request({ api: cached }), { ...known, repositories }).steps).toHaveLength(2);
  // podman and buildah give every layer a tag of its own.
  const layers = { ...known, builders: { 'shop/api': 'buildah' as const } };
  expect(plan(request({ api: cached }), layers).steps).toHaveLength(2);
});

test('an image of this commit is neither built nor pushed, and is deployed by its digest', () => {
  const image = { digest, revision: commit, platforms: ['linux/amd64'] };
  const { steps, artifacts, notes } = plan(request({ api }), facts({ 'shop/api': image }));
  expect(steps).toEqual([]);
  expect(notes).toEqual([
    {
      targets: ['api@production'],
      label: 'shop/api@production',
      text: 'image shop/api:v1.2.3 is already in ECR, built from this commit',
    },
  ]);
  expect(artifacts).toMatchObject([{ reference: `${uri('shop/api')}:v1.2.3@${digest}`, digest }]);
});

test.each([
  ['digest', `${uri('shop/api')}@${digest}`],
  ['tag', `${uri('shop/api')}:v1.2.3`],
] as const)('an image that is there is referred to by %s where the config says so', (reference, name) => {
  const image = { digest, revision: commit, platforms: ['linux/amd64'] };
  const { artifacts } = plan(request({ api: { ...api, reference } }), facts({ 'shop/api': image }));
  expect(artifacts).toMatchObject([{ reference: name, tag: 'v1.2.3', digest }]);
});

test('what a build is written to be for is handed on before it is built', () => {
  const build = { ...api.build, platforms: ['linux/arm64'] };
  const { artifacts } = plan(request({ api: { ...api, build } }), facts({ 'shop/api': null }));
  expect(artifacts).toMatchObject([{ buildsFor: ['linux/arm64'] }]);
});

test('an image without the label is adopted when the user says so, with a warning', () => {
  const image = { digest, revision: null, platforms: ['linux/amd64'] };
  const { steps, notes, warnings } = plan(request({ api }, { adoptImage: true }), facts({ 'shop/api': image }));
  expect(steps).toEqual([]);
  expect(notes.map((note) => note.text)).toEqual(['image shop/api:v1.2.3 is already in ECR, adopted as it is']);
  expect(warnings.map((warning) => warning.code)).toEqual(['IMAGE_ADOPTED']);
});

test('a repository that lets tags be overwritten is a warning', () => {
  const seen = facts({ 'shop/api': null });
  const mutable = { ...seen, repositories: { 'shop/api': { uri: uri('shop/api'), immutable: false } } };
  expect(plan(request({ api }), mutable).warnings.map(({ code, message }) => `${code}: ${message}`)).toEqual([
    'ECR_TAG_MUTABLE: repository shop/api allows overwriting v1.2.3: set it to IMMUTABLE',
  ]);
});

test('with --allow-dirty the image says that it holds more than its commit', () => {
  const dirty = { dirty: true, dirtyPaths: ['services/api/main.ts'] };
  const { steps, warnings } = plan(request({ api }, { dirty: true }, dirty), facts({ 'shop/api': null }));
  expect(warnings.map((warning) => warning.code)).toEqual(['BUILD_CONTEXT_DIRTY']);
  expect(steps[0]?.input).toMatchObject({ labels: { 'org.opencontainers.image.revision': `${commit}-dirty` } });
  expect(steps[1]?.input).toMatchObject({ revision: `${commit}-dirty` });
});

test.each<[string, PluginRequest<EcrOptions>, Record<string, ImageFact | undefined>, string]>([
  ['a repository that is missing', request({ api }), {}, 'ECR_REPOSITORY_MISSING'],
  ['an image of another commit', request({ api }), { 'shop/api': image('b'.repeat(40)) }, 'IMAGE_TAG_TAKEN'],
  ['an image without the label', request({ api }), { 'shop/api': image(null) }, 'IMAGE_TAG_TAKEN'],
  ['an archived image', request({ api }), { 'shop/api': { inaccessible: 'ImageInaccessible' } }, 'IMAGE_INACCESSIBLE'],
  [
    'uncommitted changes in the context',
    request({ api }, {}, { dirty: true, dirtyPaths: ['services/api/main.ts'] }),
    { 'shop/api': null },
    'BUILD_CONTEXT_DIRTY',
  ],
  [
    'two builds of one repository',
    request({ api, worker: { ...api, build: { context: 'services/worker' } } }),
    { 'shop/api': null },
    'IMAGE_BUILD_CONFLICT',
  ],
  [
    'an image for another platform than the build asks for',
    request({ api: { ...api, build: { ...api.build, platforms: ['linux/arm64'] } } }),
    { 'shop/api': image(commit) },
    'IMAGE_PLATFORM_MISSING',
  ],
])('%s is refused', (...[, given, images, code]) => {
  expect(() => plan(given, facts(images))).toThrow(expect.objectContaining({ code }));
});

test('uncommitted changes elsewhere are nobody’s business', () => {
  const elsewhere = request({ api }, {}, { dirty: true, dirtyPaths: ['README.md', 'services/web/x'] });
  expect(plan(elsewhere, facts({ 'shop/api': null })).steps).toHaveLength(2);
});

function image(revision: string | null): ImageFact {
  return { digest, revision, platforms: ['linux/amd64'] };
}

function request(
  services: Record<string, unknown>,
  allow: Partial<PluginRequest['allow']> = {},
  shipped: Parameters<typeof release>[0] = {},
): PluginRequest<EcrOptions> {
  const targets = Object.entries(services).map(
    ([service, written]): PluginTarget<EcrOptions> => ({
      id: `${service}@production`,
      service,
      options: ecrOptions.parse(written),
    }),
  );
  return {
    project: 'shop',
    environment: { name: 'production', account: '222222222222', region: 'eu-west-1', role: null, confirm: false },
    release: release(shipped),
    targets,
    allow: { dirty: false, downgrade: false, adoptImage: false, force: false, ...allow },
  };
}

function facts(images: Record<string, ImageFact | undefined>): EcrFacts {
  const names = Object.keys(images);
  return {
    repositories: Object.fromEntries(names.map((name) => [name, { uri: uri(name), immutable: true }])),
    images: Object.fromEntries(names.map((name) => [name, images[name] ?? null])),
    builders: Object.fromEntries(names.map((name) => [name, name === 'shop/proxy' ? 'containerify' : 'docker'])),
  };
}
