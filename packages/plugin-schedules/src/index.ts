import type { PluginReference } from '@funade/core/author';
import type { SchedulesOptionsInput } from './options/options-input.ts';

export type { ScheduleInput, SchedulesOptionsInput } from './options/options-input.ts';

/**
 * Lets schedules follow a release: rules of EventBridge and schedules of EventBridge Scheduler run the revision that a
 * service runs, or the newest one of a job. Loads nothing until a plan is made.
 *
 * @example
 * defineConfig({
 *   plugins: [ecr(), ecs(), schedules()],
 *   services: { api: { ecr, ecs, schedules: { nightly: { rule: 'shop-nightly' } } } },
 *   …
 * });
 */
export function schedules(): PluginReference<'schedules', SchedulesOptionsInput> {
  return { name: 'schedules', load: async () => (await import('./plugin.ts')).schedulesPlugin };
}
