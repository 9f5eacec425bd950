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
} from './builders.ts';
export { createVirtualClock, type VirtualClock, type VirtualClockOptions } from './virtual-clock.ts';
