import type { Artifact, ImageArtifact, Ref } from '@funade/core';
import { expect, test } from 'vitest';
import { pushedReference, repositoryUri } from '../../test/task-definitions.ts';
import { planPlatforms } from './plan-platforms.ts';
import type { TargetPlan } from './plan-target.ts';

const uri = repositoryUri('shop/api');
const built: Ref<string[]> = { $ref: ['ecr.build-image:shop/api@production', 'platforms'] };
const push = 'ecr.push-image:shop/api@production';

function image(differs: Partial<ImageArtifact> = {}): Extract<Artifact, { readonly type: 'image' }> {
  return {
    type: 'image',
    target: 'api@production',
    name: null,
    reference: pushedReference('shop/api'),
    repositoryUri: uri,
    tag: 'v1.2.0',
    digest: null,
    platforms: built,
    ...differs,
  };
}

function targetPlan(service: string, images: readonly ImageArtifact[], cpuArchitecture = 'X86_64'): TargetPlan {
  const plan: Pick<TargetPlan, 'target' | 'images' | 'definition'> = {
    target: { id: `${service}@production`, service, options: { cluster: 'shop', service } },
    images,
    definition: { family: service, runtimePlatform: { cpuArchitecture, operatingSystemFamily: 'LINUX' } },
  };
  return plan as TargetPlan;
}

test('an image that is there is held against the definition at once', () => {
  const there = image({ reference: `${uri}:v1.2.0@sha256:1`, platforms: ['linux/amd64'] });
  expect(planPlatforms([targetPlan('api', [there])], 'production')).toEqual([]);
  expect(() => planPlatforms([targetPlan('api', [there], 'ARM64')], 'production')).toThrow(
    expect.objectContaining({ code: 'IMAGE_PLATFORM_MISMATCH', category: 'refused' }),
  );
});

test('an image that is written to be built for something else is refused before it is built', () => {
  const written = image({ buildsFor: ['linux/arm64'] });
  expect(() => planPlatforms([targetPlan('api', [written])], 'production')).toThrow(
    'image shop/api:v1.2.0 is for linux/arm64, but api@production requires linux/amd64',
  );
  expect(planPlatforms([targetPlan('api', [written], 'ARM64')], 'production')).toHaveLength(1);
});

test('an image that is yet to be built is checked once for all who run it, before its push', () => {
  const plans = [targetPlan('api', [image(), image()]), targetPlan('worker', [image()], 'ARM64')];
  expect(planPlatforms(plans, 'production')).toEqual([
    {
      id: 'ecs.check-platforms:shop/api@production',
      kind: 'ecs.check-platforms',
      phase: 'build',
      targets: ['api@production', 'worker@production'],
      label: 'shop/api@production',
      title: 'check that shop/api:v1.2.0 runs on linux/amd64 and linux/arm64',
      input: {
        image: 'shop/api:v1.2.0',
        platforms: built,
        asked: [
          { target: 'api@production', platform: 'linux/amd64' },
          { target: 'worker@production', platform: 'linux/arm64' },
        ],
      },
      needs: ['ecr.build-image:shop/api@production'],
      after: [],
      changes: [],
    },
  ]);
});

test('an image whose push alone knows what it runs on is checked behind it, before the first write to ECS', () => {
  const [check] = planPlatforms([targetPlan('api', [image({ platforms: null })])], 'production');
  expect(check).toMatchObject({ input: { platforms: { $ref: [push, 'platforms'] } }, needs: [push] });
});

test('an image of a repository without a host, or of no known platform, does not trouble anybody', () => {
  const bare = image({ repositoryUri: 'shop/api', tag: '' });
  expect(planPlatforms([targetPlan('api', [bare])], 'production')[0]).toMatchObject({
    id: 'ecs.check-platforms:shop/api@production',
    title: 'check that shop/api runs on linux/amd64',
  });
  const elsewhere = image({ reference: 'registry.example/shop/api:1', platforms: null });
  expect(planPlatforms([targetPlan('api', [elsewhere])], 'production')).toEqual([]);
});
