import { expect, test } from 'vitest';
import * as z from 'zod';
import { ecrOptions } from './options.ts';

const build = { context: 'services/api' };

test.each([
  ['one image', { repository: 'shop/api', build }],
  [
    'several images',
    { images: { web: { repository: 'shop/web', build }, proxy: { repository: 'shop/proxy', build } } },
  ],
  [
    'every option of a build from a Dockerfile',
    {
      repository: 'shop/api',
      build: {
        ...build,
        with: 'docker',
        dockerfile: 'docker/Dockerfile',
        target: 'release',
        args: { NODE_VERSION: 24, DEBUG: false, NAME: 'api' },
        secrets: { npm: { env: 'NPM_TOKEN' }, rc: { file: '.npmrc' } },
        platforms: ['linux/arm64/v8'],
        labels: { team: 'shop' },
        cache: { from: ['host/shop/api:cache', 'type=gha'], to: 'host/shop/api:cache' },
        ssh: ['default', 'deploy=keys/id'],
        network: 'none',
        pull: true,
        builder: 'cloud',
      },
    },
  ],
  [
    'every option of a build from files',
    {
      repository: 'shop/api',
      build: {
        ...build,
        with: 'containerify',
        from: 'scratch',
        content: { dist: '/srv' },
        entrypoint: ['/srv/app', '--port', '80'],
        env: { A: '1' },
        user: '1000',
        workdir: '/srv',
        expose: [80, '53/udp'],
        platforms: ['linux/amd64'],
      },
    },
  ],
  ['a repository to create', { repository: 'shop/api', build, createRepository: {} }],
  [
    'all settings of a repository',
    {
      repository: 'shop/api',
      from: 'staging',
      createRepository: {
        tagMutability: 'IMMUTABLE_WITH_EXCLUSION',
        tagMutabilityExclusions: ['buildcache', 'pr-*'],
        scanOnPush: true,
        encryption: { type: 'KMS', kmsKey: 'alias/images' },
        tags: { team: 'checkout' },
      },
    },
  ],
  ['an endpoint', { repository: 'shop/api', build, registryEndpoint: 'dual-stack' }],
  ['a reference by digest alone', { repository: 'shop/api', build, reference: 'digest' }],
  ['a scan', { repository: 'shop/api', build, scan: { failOn: 'HIGH', ignore: ['CVE-2026-1'], waitMinutes: 5 } }],
  ['an image of another environment', { repository: 'shop/api', from: 'staging' }],
  ['an image that is built elsewhere and copied here', { repository: 'shop/api', build, from: 'staging' }],
  [
    'an image under another name of another environment',
    { repository: 'shop/api', from: { environment: 'staging', repository: 'shop/api-staging', tag: 'main-c0ffee0' } },
  ],
  ['an image of any registry', { prebuilt: 'public.ecr.aws/nginx/nginx:1.29-alpine' }],
  ['an image by its digest', { prebuilt: `nginx@sha256:${'a'.repeat(64)}` }],
  ['a tag of a repository', { repository: 'shop/proxy', prebuilt: { tag: 'v3' } }],
  ['a digest of a repository', { repository: 'shop/proxy', prebuilt: { digest: `sha256:${'a'.repeat(64)}` } }],
])('%s is taken as it is written', (_, written) => expect(ecrOptions.parse(written)).toEqual(written));

test.each([
  ['nothing', {}],
  ['a repository with a host', { repository: '222222222222.dkr.ecr.eu-west-1.amazonaws.com/shop/api', build }],
  ['a repository with a port', { repository: 'localhost:5000/shop/api', build }],
  ['a repository with host and tag', { repository: '1.dkr.ecr.eu-west-1.amazonaws.com/shop/api:v1', build }],
  ['images beside a repository', { repository: 'shop/api', images: { web: { repository: 'shop/web', build } } }],
  ['an origin beside images', { from: 'staging', images: { web: { repository: 'shop/web', build } } }],
  ['a repository to create for a prebuilt image', { prebuilt: 'nginx:1.29', createRepository: {} }],
  [
    'exclusions of no mutability that has them',
    { repository: 'shop/api', build, createRepository: { tagMutability: 'IMMUTABLE', tagMutabilityExclusions: ['a'] } },
  ],
  [
    'a mutability without the exclusions that it needs',
    { repository: 'shop/api', build, createRepository: { tagMutability: 'MUTABLE_WITH_EXCLUSION' } },
  ],
  [
    'an exclusion that ECR does not take',
    { repository: 'shop/api', build, createRepository: { tagMutabilityExclusions: ['a/b'] } },
  ],
  [
    'a key for AES256',
    { repository: 'shop/api', build, createRepository: { encryption: { type: 'AES256', kmsKey: 'k' } } },
  ],
  ['a reference of no known form', { repository: 'shop/api', build, reference: 'latest' }],
  ['a scan of an image elsewhere', { prebuilt: 'nginx:1.29', scan: { failOn: 'HIGH' } }],
  ['a severity that is none', { repository: 'shop/api', build, scan: { failOn: 'BAD' } }],
  ['a repository alone', { repository: 'shop/api' }],
  ['an origin without a repository', { from: 'staging' }],
  ['a build of what is there already', { repository: 'shop/api', build, prebuilt: { tag: 'v3' } }],
  ['a repository beside a whole name', { repository: 'shop/api', prebuilt: 'nginx:1.29' }],
  ['a name without a tag', { prebuilt: 'nginx' }],
  ['a name with a moving tag', { prebuilt: 'nginx:latest' }],
  ['a moving tag of a repository', { repository: 'shop/proxy', prebuilt: { tag: 'latest' } }],
  ['a name with spaces', { prebuilt: 'ng inx:1' }],
  ['a misspelt option', { repository: 'shop/api', build: { contxt: '.' } }],
  ['an unknown builder', { repository: 'shop/api', build: { ...build, with: 'kaniko' } }],
  ['an absolute context', { repository: 'shop/api', build: { context: '/srv' } }],
  ['a Dockerfile for containerify', { repository: 'shop/api', build: { ...build, from: 'node:24', dockerfile: 'x' } }],
  ['content without a base image', { repository: 'shop/api', build: { ...build, content: { a: '/a' } } }],
  ['a base image for docker', { repository: 'shop/api', build: { ...build, with: 'docker', from: 'node:24' } }],
  ['containerify without a base image', { repository: 'shop/api', build: { ...build, with: 'containerify' } }],
  ['a cache for containerify', { repository: 'shop/api', build: { ...build, from: 'node:24', cache: true } }],
  ['a network that is none', { repository: 'shop/api', build: { ...build, network: 'bridge' } }],
  ['a cache that is a text', { repository: 'shop/api', build: { ...build, cache: 'registry' } }],
  ['scratch without content', { repository: 'shop/api', build: { ...build, from: 'scratch' } }],
  [
    'a label of Funade',
    { repository: 'a/b', build: { ...build, labels: { 'org.opencontainers.image.revision': 'x' } } },
  ],
  ['a secret with a comma', { repository: 'a/b', build: { ...build, secrets: { token: { file: 'a,b' } } } }],
  ['a secret that is a value', { repository: 'shop/api', build: { ...build, secrets: { token: 'hunter2' } } }],
])('%s is refused', (name, written) => {
  const { success, error } = ecrOptions.safeParse(written);
  expect(success).toBe(false);
  expect(`${name}\n${error === undefined ? '' : z.prettifyError(error)}`).toMatchSnapshot();
});

test('a published JSON Schema can be made of it', () => {
  expect(z.toJSONSchema(ecrOptions, { io: 'input' })).toMatchObject({ type: 'object', additionalProperties: false });
});
