export { ecs } from './ecs.ts';
export type { EcsOptionsInput } from './options/options-input.ts';
export type { RolloutOptionsInput, WaitInput } from './options/rollout-options-input.ts';
export type { TaskInput, TasksInput } from './options/task-options-input.ts';
