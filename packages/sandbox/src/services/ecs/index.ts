export { createEcsAccess, type EcsAccess } from './access.ts';
export type { BehaviourInput } from './behaviours.ts';
export { createEcsControl, type EcsControl, type ServiceName } from './control.ts';
export { ecsService } from './ecs-service.ts';
export { loadEcsSeed, type SeedContext } from './load-seed.ts';
export { logsServiceOf } from './logs/logs-service.ts';
export { type EcsSeed, type EcsSeedInput, ecsSeedSchema, ecsSeedShape } from './seed.ts';
export type { EcsState } from './state.ts';
