export { cloudFormation } from './cloudformation/cloud-formation.ts';
export { type EnvSettings, env } from './env/env.ts';
export { lookupOffers } from './offers.ts';
export { secretsManager } from './secrets-manager/secrets-manager.ts';
export { ssm } from './ssm/ssm.ts';
export { type TerraformStateSettings, terraformState } from './terraform/terraform-state.ts';
