export { type ApplyStepsOptions, applySteps } from './apply-steps.ts';
export {
  buildAllowances,
  buildDefinition,
  buildEnvironment,
  buildPlan,
  buildPlugin,
  buildRelease,
  buildRequest,
  buildStep,
  buildWorld,
  hearing,
} from './builders.ts';
export { deepFreeze } from './deep-freeze.ts';
export { hostileParts, hostileTexts } from './hostile-texts.ts';
export { type PluginCase, pluginContract } from './plugin-contract.ts';
export { createSeededRandom } from './seeded-random.ts';
export { createVirtualClock, type VirtualClock, type VirtualClockOptions } from './virtual-clock.ts';
