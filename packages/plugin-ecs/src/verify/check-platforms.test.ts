import type { ImageArtifact, JsonObject } from '@funade/core';
import { expect, test } from 'vitest';
import { checkPlatforms } from './check-platforms.ts';

function checked(platforms: ImageArtifact['platforms'], definition: JsonObject, tag = 'v1.2.0') {
  const [check] = checkPlatforms([
    {
      id: 'api@production',
      options: { cluster: 'shop', service: 'api', container: 'app' },
      definition,
      service: null,
      settings: {},
      images: [
        {
          target: 'api@production',
          name: null,
          reference: 'x',
          repositoryUri: '222222222222.dkr.ecr.eu-west-1.amazonaws.com/shop/api',
          tag,
          digest: null,
          platforms,
        },
      ],
    },
  ]);
  return `${check?.what}: ${check?.result}, ${check?.reason}`;
}

const fargate = { requiresCompatibilities: ['FARGATE'] };
const built = { $ref: ['ecr.build-image:shop/api@production', 'platforms'] } as const;

test.each<[ImageArtifact['platforms'], JsonObject, string]>([
  [['linux/amd64'], fargate, 'ok, linux/amd64'],
  [['linux/arm64/v8'], fargate, 'failed, it is for linux/arm64/v8, but the task definition requires linux/amd64'],
  [[], fargate, 'ok, the image does not say; linux/amd64 is required'],
  [null, fargate, 'ok, not built yet; linux/amd64 is required, and checked before the push'],
  [built, fargate, 'ok, not built yet; linux/amd64 is required, and checked before the push'],
  [['linux/arm64'], { requiresCompatibilities: ['EC2'] }, 'ok, the instances of the cluster decide'],
])('%j against %j', (platforms, definition, said) => {
  expect(checked(platforms, definition)).toBe(`platform of image shop/api:v1.2.0: ${said}`);
});

test('an image without a tag is named by its repository', () => {
  expect(checked(['linux/amd64'], fargate, '')).toBe('platform of image shop/api: ok, linux/amd64');
});
