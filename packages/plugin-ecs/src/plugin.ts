import { definePlugin } from '@funade/core';
import { ecsFacts } from './facts.ts';
import { observe } from './observe.ts';
import { ecsOptions } from './options.ts';
import { plan } from './plan.ts';
import { checkPlatforms } from './steps/check-platforms.ts';
import { registerTaskDefinition } from './steps/register-task-definition.ts';
import { updateService } from './steps/update-service.ts';
import { waitForRollout } from './steps/wait-for-rollout.ts';

/** The plugin behind `ecs()`. */
export const ecsPlugin = definePlugin({
  name: 'ecs',
  options: ecsOptions,
  facts: ecsFacts,
  steps: [checkPlatforms, registerTaskDefinition, updateService, waitForRollout],
  observe,
  plan,
  verify: async (input, world) => (await import('./verify/verify.ts')).verify(input, world),
});
