import type { Seed } from '@funade/sandbox';
import { expect, test } from 'vitest';
import { startShop } from './shop.ts';

/** The task definition of `api` asks for Graviton; the shop's images are for linux/amd64. */
function onGraviton(seed: Seed): Seed {
  const region = seed.accounts['111111111111']?.regions?.['ap-northeast-1'];
  const definitions = (region?.taskDefinitions ?? []) as readonly Record<string, unknown>[];
  const api = definitions.find(({ family }) => family === 'shop-api');
  if (api !== undefined) api.runtimePlatform = { cpuArchitecture: 'ARM64', operatingSystemFamily: 'LINUX' };
  return seed;
}

test('an image in ECR that is not for the task definition’s platform is refused while planning', async () => {
  await using shop = await startShop({ seed: onGraviton });
  const { code, err } = await shop.funade('plan staging --tag v1.0.0 --service api');
  expect(err).toMatch(
    /^error: image shop\/api:v1\.0\.0 is for linux\/amd64, but api@staging requires linux\/arm64 \(IMAGE_PLATFORM_MISMATCH\)\n {2}hint: /,
  );
  expect([code, shop.writes()]).toEqual([8, []]);
});

test('a new image that is not for it is refused after its build: nothing is pushed and nothing is written', async () => {
  await using shop = await startShop({ seed: onGraviton, pushed: [] });
  const { code, out } = await shop.funade('deploy staging --tag v1.0.0 --service api,worker');
  expect(out).toMatch(/check that shop\/api:v1\.0\.0 runs on linux\/amd64 and linux\/arm64: .*IMAGE_PLATFORM_MISMATCH/);
  expect([code, shop.writes()]).toEqual([8, []]);
});

test('a service that the image is for does not hear of it', async () => {
  await using shop = await startShop({ seed: onGraviton, pushed: [] });
  const { code, out } = await shop.funade('deploy staging --tag v1.0.0 --service worker');
  expect(code).toBe(0);
  expect(out).toMatch(/check that shop\/api:v1\.0\.0 runs on linux\/amd64/);
});
