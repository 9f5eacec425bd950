import type { PluginReference } from '@funade/core';
import type { EnvSettings } from './env/env-settings.ts';
import type { TerraformStateSettings } from './terraform/state-settings.ts';

export type { EnvSettings, TerraformStateSettings };

/**
 * Variables of the process in templates: `{{env "STAGE"}}`. Only declared ones, so that what a config depends on is
 * written in it.
 *
 * @example
 * defineConfig({ plugins: [ecr(), ecs(), env({ names: ['STAGE'] })], … })
 */
export function env(settings: EnvSettings): PluginReference<'env', never> {
  return { name: 'env', load: async () => (await import('./env/plugin.ts')).envPlugin(settings) };
}

/**
 * Parameters of SSM Parameter Store in templates: `{{ssm "/shop/url"}}` is the value, `{{ssmArn "/shop/db-password"}}` the
 * ARN, for the container's secrets. The value of a SecureString is refused.
 *
 * @example
 * defineConfig({ plugins: [ecr(), ecs(), ssm()], … })
 */
export function ssm(): PluginReference<'ssm', never> {
  return { name: 'ssm', load: async () => (await import('./ssm/plugin.ts')).ssmPlugin };
}

/**
 * ARNs of Secrets Manager in templates, for the container's secrets: `{{secretArn "shop/db"}}`, and one key of a secret
 * that is JSON as `{{secretArn "shop/db"}}:password::`. Values are never read.
 *
 * @example
 * defineConfig({ plugins: [ecr(), ecs(), secretsManager()], … })
 */
export function secretsManager(): PluginReference<'secretsManager', never> {
  return {
    name: 'secretsManager',
    load: async () => (await import('./secrets-manager/plugin.ts')).secretsManagerPlugin,
  };
}

/**
 * Outputs and exports of CloudFormation in templates: `{{cfnOutput "shop-network" "VpcId"}}`, `{{cfnExport "shop-vpc"}}`.
 *
 * @example
 * defineConfig({ plugins: [ecr(), ecs(), cloudFormation()], … })
 */
export function cloudFormation(): PluginReference<'cloudFormation', never> {
  return {
    name: 'cloudFormation',
    load: async () => (await import('./cloudformation/plugin.ts')).cloudFormationPlugin,
  };
}

/**
 * Outputs and attributes of a Terraform or OpenTofu state in templates: `{{tfstate "output.vpc_id"}}`,
 * `{{tfstate "module.network.aws_subnet.private[0].id"}}`. Sensitive ones are refused.
 *
 * @example
 * defineConfig({ plugins: [ecr(), ecs(), terraformState({ file: 'infra/terraform.tfstate' })], … })
 */
export function terraformState(settings: TerraformStateSettings): PluginReference<'terraformState', never> {
  return {
    name: 'terraformState',
    load: async () => (await import('./terraform/plugin.ts')).terraformStatePlugin(settings),
  };
}
