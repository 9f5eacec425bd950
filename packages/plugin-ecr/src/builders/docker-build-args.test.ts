import { expect, test } from 'vitest';
import type { BuildStepInput } from './builder.ts';
import { dockerBuildArgs } from './docker-build-args.ts';

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
  },
  labels: { 'org.opencontainers.image.version': '1.0.0' },
  sourceDateEpoch: 1_700_000_000,
};

test('buildx is told to load the image and to attest nothing', () => {
  expect(dockerBuildArgs(input, 'buildx', '/t/id').join(' ')).toMatchInlineSnapshot(
    `"buildx build --load --provenance=false --sbom=false --progress plain --file services/api/docker/Dockerfile --tag host/shop/api:v1.0.0 --iidfile /t/id --target release --platform linux/arm64 --build-arg SOURCE_DATE_EPOCH=1700000000 --build-arg NODE_VERSION=24 --label org.opencontainers.image.version=1.0.0 --secret id=npm,env=NPM_TOKEN --secret id=rc,src=.npmrc services/api"`,
  );
});

test('a client with BuildKit inside is asked for plain progress', () => {
  expect(dockerBuildArgs(input, 'buildkit', '/t/id').slice(0, 3)).toEqual(['build', '--progress', 'plain']);
});

test('a client without BuildKit gets none of its options', () => {
  const build = { context: '.' };
  expect(dockerBuildArgs({ ...input, build }, 'legacy', '/t/id').join(' ')).toMatchInlineSnapshot(
    `"build --file Dockerfile --tag host/shop/api:v1.0.0 --iidfile /t/id --label org.opencontainers.image.version=1.0.0 ."`,
  );
});
