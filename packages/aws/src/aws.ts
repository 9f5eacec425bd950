import type { PluginReference } from '@funade/core';

/** The plugin that proves who we are. It has no options; the command puts it before all others by itself. */
export function aws(): PluginReference<'aws', never> {
  return { name: 'aws', load: async () => (await import('./aws-plugin.ts')).awsPlugin };
}
