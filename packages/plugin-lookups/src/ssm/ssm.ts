import type { PluginReference } from '@funade/core';

/**
 * Parameters of SSM Parameter Store in templates: `{{ssm "/shop/url"}}` is the value, `{{ssmArn "/shop/db-password"}}` the
 * ARN, for the container's secrets. The value of a SecureString is refused.
 *
 * @example
 * defineConfig({ plugins: [ecr(), ecs(), ssm()], … })
 */
export function ssm(): PluginReference<'ssm', never> {
  return { name: 'ssm', load: async () => (await import('./plugin.ts')).ssmPlugin };
}
