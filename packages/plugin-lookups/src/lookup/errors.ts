import { DeployError } from '@funade/core';

/** What the config wrote for a plugin is not what it takes. */
export const settingsInvalid = (plugin: string, reasons: readonly string[]): DeployError =>
  new DeployError('PLUGIN_SETTINGS', `its settings are wrong: ${reasons.join('; ')}`, {
    category: 'usage',
    details: { plugin, reasons },
  });

/** Where a Terraform state is kept, as messages name it: `infra/terraform.tfstate`, `s3://states/shop.tfstate`. */
export type StatePlace = string;

/** There is no state in its place. */
export const stateMissing = (place: StatePlace, cause: unknown): DeployError =>
  new DeployError('TERRAFORM_STATE_MISSING', `there is no Terraform state at ${place}`, {
    category: 'usage',
    cause,
    hint: 'correct the location in terraformState(), or run `terraform apply` first; a file is relative to the config',
  });

/** The state cannot be read, whatever is in it. */
export const stateUnreadable = (place: StatePlace, cause: unknown): DeployError =>
  new DeployError('TERRAFORM_STATE_UNREADABLE', `the Terraform state ${place} cannot be read`, {
    category: 'usage',
    cause,
  });

/** The bucket of a state is not where it is looked for. */
export const stateInOtherRegion = (place: StatePlace, region: string, cause: unknown): DeployError =>
  new DeployError('TERRAFORM_STATE_REGION', `the bucket of ${place} is not in ${region}`, {
    category: 'usage',
    cause,
    hint: "write its region, as in the backend's settings: terraformState({ s3: { bucket, key, region } })",
  });

/** What is there is no state that we can read. */
export const stateInvalid = (place: StatePlace, reason: string): DeployError =>
  new DeployError('TERRAFORM_STATE_INVALID', `${place} is not a Terraform state of format 4: ${reason}`, {
    category: 'usage',
    hint: 'states of Terraform 0.12 and newer and of OpenTofu have this format; an encrypted state cannot be read',
  });
