import type { PluginOffer } from '@funade/core';
import { type EnvSettings, env } from './env/env.ts';
import { type TerraformStateSettings, terraformState } from './terraform/terraform-state.ts';

/** The lookups, for configs that name plugins instead of calling them. Settings are checked when the plugin is loaded. */
export const lookupOffers: readonly PluginOffer[] = [
  { name: 'env', helpers: ['env'], create: (settings) => env(settings as EnvSettings) },
  {
    name: 'terraformState',
    helpers: ['tfstate'],
    create: (settings) => terraformState(settings as TerraformStateSettings),
  },
];
