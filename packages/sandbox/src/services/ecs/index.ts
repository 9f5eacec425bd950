export type { BehaviourInput } from './behaviours.ts';
export { createEcsControl, type EcsControl, type ServiceName } from './control.ts';
export { ecsService } from './ecs-service.ts';
export { loadEcsSeed } from './load-seed.ts';
export { logsServiceOf } from './logs/logs-service.ts';
export { ecsSeedShape } from './seed.ts';
export type { EcsState } from './state.ts';
