import type { PluginReference } from '@funade/core';
import type { EcsOptionsInput } from './options/options-input.ts';

/**
 * Deploys services to Amazon ECS: registers a task definition with the new images, updates the service, waits for its
 * rollout. Loads nothing until a plan is made.
 *
 * @example
 * export default defineConfig({ plugins: [ecr(), ecs()], … });
 */
export function ecs(): PluginReference<'ecs', EcsOptionsInput> {
  return { name: 'ecs', load: async () => (await import('./plugin.ts')).ecsPlugin };
}
