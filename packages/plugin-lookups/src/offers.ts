import type { PluginOffer, PluginReference } from '@funade/core';
import {
  cloudFormation,
  type EnvSettings,
  env,
  secretsManager,
  ssm,
  type TerraformStateSettings,
  terraformState,
} from './index.ts';
import { settingsInvalid } from './lookup/errors.ts';

/** The lookups, for configs that name plugins instead of calling them. Settings are checked when the plugin is loaded. */
export const lookupOffers: readonly PluginOffer[] = [
  { name: 'env', helpers: ['env'], create: (settings) => env(settings as EnvSettings) },
  { name: 'ssm', helpers: ['ssm', 'ssmArn'], create: withoutSettings(ssm()) },
  { name: 'secretsManager', helpers: ['secretArn'], create: withoutSettings(secretsManager()) },
  { name: 'cloudFormation', helpers: ['cfnOutput', 'cfnExport'], create: withoutSettings(cloudFormation()) },
  {
    name: 'terraformState',
    helpers: ['tfstate'],
    create: (settings) => terraformState(settings as TerraformStateSettings),
  },
];

function withoutSettings(plugin: PluginReference): (settings: unknown) => PluginReference {
  return (settings) => {
    if (settings !== undefined) throw settingsInvalid(plugin.name, ['it has none']);
    return plugin;
  };
}
