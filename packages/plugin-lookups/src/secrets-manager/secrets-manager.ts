import type { PluginReference } from '@funade/core';

/**
 * ARNs of Secrets Manager in templates, for the container's secrets: `{{secretArn "shop/db"}}`, and one key of a secret
 * that is JSON as `{{secretArn "shop/db"}}:password::`. Values are never read.
 *
 * @example
 * defineConfig({ plugins: [ecr(), ecs(), secretsManager()], … })
 */
export function secretsManager(): PluginReference<'secretsManager', never> {
  return { name: 'secretsManager', load: async () => (await import('./plugin.ts')).secretsManagerPlugin };
}
