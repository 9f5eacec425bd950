import { z } from 'zod';
import { policySchema, statementsOf } from './policy-schema.ts';
import type { Permissions } from './principal.ts';

const denial = z
  .union([
    z.string(),
    z.strictObject({
      /** Patterns: `ecs:UpdateService`, `ecs:*`. */
      actions: z.array(z.string()).min(1),
      /** Patterns of ARNs. */
      resources: z.array(z.string()).min(1).default(['*']),
    }),
  ])
  .transform((written) => (typeof written === 'string' ? { actions: [written], resources: ['*'] } : written));

/**
 * What a user or role may do: everything but what `deny` names (an action alone, or actions on some resources); with `policies`, what
 * these identity-based policies allow, and nothing else.
 */
export const permissionsSchema = z.strictObject({
  deny: z.array(denial).default([]),
  policies: z.array(policySchema).optional(),
});

export type PermissionsInput = z.input<typeof permissionsSchema>;

/** What somebody may do, as it is asked. */
export function permissionsOf({ deny, policies }: z.output<typeof permissionsSchema>): Permissions {
  return {
    deny,
    ...(policies === undefined ? {} : { policies: policies.map((policy) => ({ statements: statementsOf(policy) })) }),
  };
}
