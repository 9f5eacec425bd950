import type { PluginReference } from '@funade/core';

export interface EnvSettings {
  /** Names of the variables that templates may look up. */
  readonly names: readonly string[];
}

/**
 * Variables of the process in templates: `{{env "STAGE"}}`. Only declared ones, so that what a config depends on is
 * written in it.
 *
 * @example
 * defineConfig({ plugins: [ecr(), ecs(), env({ names: ['STAGE'] })], … })
 */
export function env(settings: EnvSettings): PluginReference<'env', never> {
  return { name: 'env', load: async () => (await import('./plugin.ts')).envPlugin(settings) };
}
