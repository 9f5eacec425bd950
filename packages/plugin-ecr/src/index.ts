import type { PluginReference } from '@funade/core';
import type { EcrOptionsInput } from './options/options-input.ts';

export type {
  BuildInput,
  BuildSecretInput,
  BuiltImageInput,
  DockerfileBuildInput,
  EcrOptionsInput,
  FilesBuildInput,
  ImageInput,
  PrebuiltImageInput,
  PromotedImageInput,
  PromotionInput,
  ReferenceFormInput,
  RepositorySettingsInput,
  ScanInput,
  SeveralImagesInput,
  SingleImageInput,
} from './options/options-input.ts';

/**
 * Builds images and pushes them to Amazon ECR, once per repository, and never over a tag that is there.
 *
 * @example
 * defineConfig({ plugins: [ecr(), ecs()], … })
 */
export function ecr(): PluginReference<'ecr', EcrOptionsInput> {
  return { name: 'ecr', load: async () => (await import('./plugin.ts')).ecrPlugin };
}
