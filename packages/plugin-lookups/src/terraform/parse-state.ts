import * as z from 'zod';
import { type StatePlace, stateInvalid } from '../lookup/errors.ts';

const step = z.looseObject({ type: z.string(), value: z.unknown() });

const instance = z.looseObject({
  index_key: z.union([z.string(), z.number()]).optional(),
  /** An object that was replaced and is not destroyed yet. */
  deposed: z.string().optional(),
  attributes: z.record(z.string(), z.unknown()).nullish(),
  sensitive_attributes: z.array(z.union([z.array(step), step])).nullish(),
});

const resource = z.looseObject({
  module: z.string().optional(),
  mode: z.enum(['managed', 'data']),
  type: z.string(),
  name: z.string(),
  instances: z.array(instance),
});

const state = z.looseObject({
  outputs: z.record(z.string(), z.looseObject({ value: z.unknown(), sensitive: z.boolean().optional() })).nullish(),
  resources: z.array(resource).nullish(),
});

/** A Terraform or OpenTofu state, as far as it is looked at. */
export type TerraformState = z.output<typeof state>;
export type StateResource = z.output<typeof resource>;
export type StateInstance = z.output<typeof instance>;

/**
 * A state from its text. Its format is the one that Terraform keeps since 0.12 and OpenTofu shares.
 * https://github.com/hashicorp/terraform/blob/main/internal/states/statefile/version4.go
 *
 * Throws `TERRAFORM_STATE_INVALID`, which holds nothing of the text: a state is full of secrets.
 */
export function parseState(text: string, place: StatePlace): TerraformState {
  const value = parseJson(text, place);
  const version = z.object({ version: z.unknown() }).safeParse(value).data?.version;
  if (version !== 4) {
    throw stateInvalid(
      place,
      typeof version === 'number' ? `its format is ${version}` : 'it does not state its format',
    );
  }
  const parsed = state.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw stateInvalid(place, `${issue?.path.map(String).join('.') || 'it'} is not as expected`);
}

function parseJson(text: string, place: StatePlace): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw stateInvalid(place, 'it is not JSON');
  }
}
