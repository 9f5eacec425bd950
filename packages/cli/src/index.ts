export type { AwsSession } from '@funade/aws';
export { check } from '@funade/checks';
export * from '@funade/core/author';
export {
  type ConfigContext,
  type ConfigInput,
  defineConfig,
  type EnvironmentInput,
  type PluginInput,
  type ServiceInput,
  type TagRuleInput,
} from '@funade/core/define-config';
export { ecr } from '@funade/ecr';
export { ecs } from '@funade/ecs';
export { cloudFormation, env, secretsManager, ssm, terraformState } from '@funade/lookups';
export { schedules } from '@funade/schedules';
export { useSession } from './use-session.ts';
