import type { PluginReference } from '@funade/core';

/** Where the state is. Strings are templates over `project`, `environment` and `release`. */
export type TerraformStateSettings =
  | {
      /** Path of the state file, relative to the config. */
      readonly file: string;
      readonly s3?: never;
    }
  | {
      /** The object that Terraform's `s3` backend writes. */
      readonly s3: {
        readonly bucket: string;
        /** As the backend has it; a workspace's state is at `env:/<workspace>/<key>`. */
        readonly key: string;
        /** Region of the bucket. Default: the environment's. */
        readonly region?: string;
      };
      readonly file?: never;
    };

/**
 * Outputs and attributes of a Terraform or OpenTofu state in templates: `{{tfstate "output.vpc_id"}}`,
 * `{{tfstate "module.network.aws_subnet.private[0].id"}}`. Sensitive ones are refused.
 *
 * @example
 * defineConfig({ plugins: [ecr(), ecs(), terraformState({ file: 'infra/terraform.tfstate' })], … })
 */
export function terraformState(settings: TerraformStateSettings): PluginReference<'terraformState', never> {
  return { name: 'terraformState', load: async () => (await import('./plugin.ts')).terraformStatePlugin(settings) };
}
