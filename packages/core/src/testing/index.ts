export type { Plan } from '../model/plan.ts';
export { assemblePlan } from '../plan/assemble-plan.ts';
export { createPlan } from '../plan/create-plan.ts';
export { rollbackPlan } from '../plan/rollback-plan.ts';
export { applyPlan } from '../run/apply-plan.ts';
export { targetsToRollBack } from '../run/rollback-targets.ts';
export { applySteps } from './apply-steps.ts';
export {
  buildAllowances,
  buildContext,
  buildDefinition,
  buildEnvironment,
  buildPlan,
  buildPlugin,
  buildRelease,
  buildRequest,
  buildStep,
  hearing,
} from './builders.ts';
export { deepFreeze } from './deep-freeze.ts';
export { hostileParts, hostileTexts } from './hostile-texts.ts';
export { imagesPlugin } from './images-plugin.ts';
export { type PluginCase, pluginContract } from './plugin-contract.ts';
export { createSeededRandom } from './seeded-random.ts';
export { createVirtualClock, type VirtualClock } from './virtual-clock.ts';
