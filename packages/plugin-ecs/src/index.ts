export { ecs } from './ecs.ts';
export type { EcsOptionsInput, WaitInput } from './options-input.ts';
