import { buildContext } from '@funade/core/testing';
import { expect, test } from 'vitest';
import { checkPlatforms } from './check-platforms.ts';

const context = {
  ...buildContext(),
  step: {
    id: 'ecs.check-platforms:shop/api',
    kind: 'ecs.check-platforms',
    phase: 'build',
    targets: [],
    label: '',
    title: '',
  },
  runId: 'run-1',
  progress: () => undefined,
  output: () => undefined,
  warn: () => undefined,
} as const;
const check = (platforms: readonly string[], asked: readonly string[]) =>
  checkPlatforms.run(
    {
      image: 'shop/api:v1.2.0',
      platforms: [...platforms],
      asked: asked.map((platform, index) => ({ target: `service-${index}@production`, platform })),
    },
    context,
  );

test.each([
  [['linux/amd64'], ['linux/amd64']],
  [
    ['linux/amd64', 'linux/arm64'],
    ['linux/arm64', 'linux/amd64'],
  ],
  [['linux/amd64'], []],
])('an image for %j runs where %j is asked for', async (platforms, asked) => {
  expect(await check(platforms, asked)).toEqual({});
});

test('an image for another platform is refused, with the targets that ask for another alone', async () => {
  const refused = check(['linux/amd64'], ['linux/amd64', 'linux/arm64']);
  await expect(refused).rejects.toMatchObject({ code: 'IMAGE_PLATFORM_MISMATCH', category: 'refused' });
  await expect(refused).rejects.toThrow(/service-1@production/);
  await expect(refused).rejects.not.toThrow(/service-0@production/);
});
