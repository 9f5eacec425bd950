import { DeployError } from '@funade/core';

/** A platform that is asked for, and by whom. */
export interface AskedOf {
  readonly target: string;
  /** `linux/arm64`. */
  readonly platform: string;
}

/** An image is not for what the task definitions that it is for ask for. */
export function imagePlatformMismatch(
  image: string,
  { platforms, asked }: { readonly platforms: readonly string[]; readonly asked: readonly AskedOf[] },
): DeployError {
  const by = asked.map(({ target, platform }) => `${target} requires ${platform}`).join(', ');
  const wanted = [...new Set(asked.map(({ platform }) => platform))];
  return new DeployError('IMAGE_PLATFORM_MISMATCH', `image ${image} is for ${platforms.join(', ')}, but ${by}`, {
    category: 'refused',
    hint:
      `build it for what is required (platforms: ${wanted.map((one) => `['${one}']`).join(', ')}), ` +
      'or set runtimePlatform of the task definition to the platform of the image',
    details: { image, platforms, asked },
  });
}
