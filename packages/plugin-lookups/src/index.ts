export { type EnvSettings, env } from './env/env.ts';
export { lookupOffers } from './offers.ts';
export { type TerraformStateSettings, terraformState } from './terraform/terraform-state.ts';
