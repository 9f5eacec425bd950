import { z } from 'zod';

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

/** What a user or role may not do: an action alone, or actions on some resources. It may do everything else. */
export const permissionsSchema = z.strictObject({ deny: z.array(denial).default([]) });

export type PermissionsInput = z.input<typeof permissionsSchema>;
