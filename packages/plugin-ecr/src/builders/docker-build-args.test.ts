import { expect, test } from 'vitest';
import type { BuildStepInput } from './builder.ts';
import { containersBuildArgs } from './containers-build-args.ts';
import { buildxArgs, dockerBuildArgs } from './docker-build-args.ts';

const input: BuildStepInput = {
  repository: 'shop/api',
  repositoryUri: 'host/shop/api',
  tag: 'v1.0.0',
  builder: 'docker',
  build: {
    context: 'services/api',
    dockerfile: 'docker/Dockerfile',
    target: 'release',
    args: { NODE_VERSION: 24 },
    secrets: { npm: { env: 'NPM_TOKEN' }, rc: { file: '.npmrc' } },
    platforms: ['linux/arm64'],
    ssh: ['default'],
    network: 'none',
    pull: true,
  },
  labels: { 'org.opencontainers.image.version': '1.0.0' },
  sourceDateEpoch: 1_700_000_000,
};
const own = 'host/shop/api:buildcache';
const cache = { from: [own], to: own, optional: true };

test('the builder of the engine is told to load the image and to attest nothing', () => {
  expect(buildxArgs(input, { idFile: '/t/id', cache: null, layout: null }).join(' ')).toMatchInlineSnapshot(
    `"buildx build --load --tag host/shop/api:v1.0.0 --provenance=false --sbom=false --progress plain --iidfile /t/id --pull --platform linux/arm64 --build-arg SOURCE_DATE_EPOCH=1700000000 --file services/api/docker/Dockerfile --target release --network none --build-arg NODE_VERSION=24 --label org.opencontainers.image.version=1.0.0 --secret id=npm,env=NPM_TOKEN --secret id=rc,src=.npmrc --ssh default services/api"`,
  );
});

test('another builder hands over a layout and keeps its cache as ECR takes it', () => {
  const build = { context: '.', builder: 'cloud', platforms: ['linux/amd64', 'linux/arm64'] };
  const args = buildxArgs({ ...input, build }, { idFile: '/t/id', cache, layout: '/t/layout.tar' });
  expect(args.join(' ')).toMatchInlineSnapshot(
    `"buildx build --builder cloud --output type=oci,dest=/t/layout.tar,oci-mediatypes=true,rewrite-timestamp=true --provenance=false --sbom=false --progress plain --iidfile /t/id --platform linux/amd64,linux/arm64 --build-arg SOURCE_DATE_EPOCH=1700000000 --cache-from type=registry,ref=host/shop/api:buildcache --cache-to type=registry,ref=host/shop/api:buildcache,mode=max,image-manifest=true,oci-mediatypes=true,ignore-error=true --file Dockerfile --label org.opencontainers.image.version=1.0.0 ."`,
  );
});

test('a cache in buildx’s own notation is handed on as it is', () => {
  const written = { from: ['type=gha,scope=api'], to: 'type=gha,mode=min', optional: false };
  const args = buildxArgs({ ...input, build: { context: '.' } }, { idFile: '/t/id', cache: written, layout: '/t/l' });
  expect(args.join(' ')).toContain('--cache-from type=gha,scope=api --cache-to type=gha,mode=min --file');
});

test('a client that builds by buildx is told to load the image', () => {
  expect(dockerBuildArgs(input, 'buildx', { idFile: '/t/id', cache: null }).slice(0, 4)).toEqual([
    'build',
    '--load',
    '--provenance=false',
    '--sbom=false',
  ]);
});

test('a client with BuildKit inside is asked for plain progress', () => {
  expect(dockerBuildArgs(input, 'buildkit', { idFile: '/t/id', cache }).join(' ')).toMatchInlineSnapshot(
    `"build --progress plain --tag host/shop/api:v1.0.0 --iidfile /t/id --pull --platform linux/arm64 --build-arg SOURCE_DATE_EPOCH=1700000000 --cache-from host/shop/api:buildcache --file services/api/docker/Dockerfile --target release --network none --build-arg NODE_VERSION=24 --label org.opencontainers.image.version=1.0.0 --secret id=npm,env=NPM_TOKEN --secret id=rc,src=.npmrc --ssh default services/api"`,
  );
});

test('a client without BuildKit gets none of its options', () => {
  const build = { context: '.' };
  expect(
    dockerBuildArgs({ ...input, build }, 'legacy', { idFile: '/t/id', cache: null }).join(' '),
  ).toMatchInlineSnapshot(
    `"build --tag host/shop/api:v1.0.0 --iidfile /t/id --file Dockerfile --label org.opencontainers.image.version=1.0.0 ."`,
  );
});

test('podman and buildah tag one image', () => {
  expect(containersBuildArgs(input, { idFile: '/t/id', list: null, cache: null }).join(' ')).toMatchInlineSnapshot(
    `"build --format oci --layers=false --timestamp 1700000000 --identity-label=false --tag host/shop/api:v1.0.0 --iidfile /t/id --pull=always --platform linux/arm64 --file services/api/docker/Dockerfile --target release --network none --build-arg NODE_VERSION=24 --label org.opencontainers.image.version=1.0.0 --secret id=npm,env=NPM_TOKEN --secret id=rc,src=.npmrc --ssh default services/api"`,
  );
});

test('podman and buildah list the images of several platforms, and cache layers in a repository', () => {
  const build = { context: '.', platforms: ['linux/amd64', 'linux/arm64'] };
  const args = containersBuildArgs({ ...input, build }, { idFile: '/t/id', list: 'localhost/list', cache });
  expect(args.join(' ')).toMatchInlineSnapshot(
    `"build --format oci --layers --timestamp 1700000000 --identity-label=false --manifest localhost/list --platform linux/amd64,linux/arm64 --cache-from host/shop/api --cache-to host/shop/api --file Dockerfile --label org.opencontainers.image.version=1.0.0 ."`,
  );
});
