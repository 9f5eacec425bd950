import type { PluginReference } from '@funade/core';

/**
 * Outputs and exports of CloudFormation in templates: `{{cfnOutput "shop-network" "VpcId"}}`, `{{cfnExport "shop-vpc"}}`.
 *
 * @example
 * defineConfig({ plugins: [ecr(), ecs(), cloudFormation()], … })
 */
export function cloudFormation(): PluginReference<'cloudFormation', never> {
  return { name: 'cloudFormation', load: async () => (await import('./plugin.ts')).cloudFormationPlugin };
}
