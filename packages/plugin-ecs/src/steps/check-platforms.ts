import { defineStep } from '@funade/core';
import { z } from 'zod';
import { imagePlatformMismatch } from '../model/platform-errors.ts';
import { runsOn } from '../task-definition/asked-platform.ts';

const input = z.strictObject({
  /** `shop/api:v1.2.0`. */
  image: z.string(),
  /** What the image runs on. */
  platforms: z.array(z.string()),
  /** What the task definitions that it is for ask for. */
  asked: z.array(z.strictObject({ target: z.string(), platform: z.string() })),
});

/**
 * `ecs.check-platforms`: refuses an image that is not for what its task definitions ask for, after its build and before it
 * is pushed, so that a tag which nobody may overwrite is not spent on it.
 */
export const checkPlatforms = defineStep<z.output<typeof input>, Record<string, never>>({
  kind: 'ecs.check-platforms',
  input,
  output: z.strictObject({}),
  effect: 'none',
  async run({ image, platforms, asked }) {
    const unmet = asked.filter(({ platform }) => !runsOn(platforms, platform));
    if (unmet.length > 0) throw imagePlatformMismatch(image, { platforms, asked: unmet });
    return {};
  },
});
