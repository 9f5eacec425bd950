import { z } from 'zod';

const name = z.string().regex(/^[a-zA-Z0-9/_+=.@-]{1,512}$/, 'a secret is named like shop/db');

/** A secret: its value alone, or all of it. An object as value is kept as its JSON. */
export const secretSchema = z
  .union([
    z.string().min(1),
    z.strictObject({
      /** The value. Absent (and no `binary`): the secret has none yet. */
      value: z.union([z.string().min(1), z.record(z.string(), z.json())]).optional(),
      /** The value as base64, instead of `value`. */
      binary: z.base64().optional(),
      /** The value before, AWSPREVIOUS. */
      previous: z.string().optional(),
      /** The six characters at the end of its ARN. Default: made from its name. */
      suffix: z
        .string()
        .regex(/^[A-Za-z0-9]{6}$/, 'an ARN of a secret ends in six letters and digits')
        .optional(),
      description: z.string().optional(),
      /** ARN of a KMS key of one's own; reading then needs `kms:Decrypt` on it. */
      kmsKeyId: z.string().optional(),
      tags: z.record(z.string(), z.string()).default({}),
      /** Whether it is marked for deletion. */
      deleted: z.boolean().default(false),
    }),
  ])
  .transform((written) => (typeof written === 'string' ? { value: written, tags: {}, deleted: false } : written));

/** The secrets of a region, by name. */
export const secretsSchema = z.record(name, secretSchema).default({});

export type SecretSeed = z.output<typeof secretSchema>;
export type SecretInput = z.input<typeof secretSchema>;
