import { expect, test } from 'vitest';
import { imagePlatformMismatch } from './platform-errors.ts';

test('a mismatch says what the image is for, and who asks for what', () => {
  const asked = [
    { target: 'api@production', platform: 'linux/amd64' },
    { target: 'worker@production', platform: 'linux/amd64' },
  ];
  const error = imagePlatformMismatch('shop/api:v1.2.0', { platforms: ['linux/arm64'], asked });
  expect([error.code, error.category, error.message, error.hint]).toEqual([
    'IMAGE_PLATFORM_MISMATCH',
    'refused',
    'image shop/api:v1.2.0 is for linux/arm64, but api@production requires linux/amd64, worker@production requires linux/amd64',
    "build it for what is required (platforms: ['linux/amd64']), or set runtimePlatform of the task definition to the platform of the image",
  ]);
});
