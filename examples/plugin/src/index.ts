import type { PluginReference } from 'funade';
import type { HooksInput, HooksSettings } from './options.ts';

export type { HooksInput, HooksSettings } from './options.ts';

/**
 * Calls URLs in the life of a service: before its rollout, after it, to check it, and at the end of the deploy.
 * What a config imports is this alone; the plugin is loaded when a command needs it.
 */
export function hooks(settings: HooksSettings = {}): PluginReference<'hooks', HooksInput> {
  return { name: 'hooks', load: async () => (await import('./plugin.ts')).hooksPlugin(settings) };
}
