import type { PluginReference } from '@funade/core';
import type { CheckInput } from './options/options-input.ts';

export type {
  CheckInput,
  CommandCheckInput,
  HeaderInput,
  HttpCheckInput,
  OneCheckInput,
} from './options/options-input.ts';

/**
 * Checks what was rolled out, over HTTP or by a command; a check that fails makes its target fail.
 *
 * @example
 * defineConfig({ plugins: [ecr(), ecs(), check()], … })
 */
export function check(): PluginReference<'check', CheckInput> {
  return { name: 'check', load: async () => (await import('./plugin.ts')).checkPlugin };
}
