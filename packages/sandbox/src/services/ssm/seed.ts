import { z } from 'zod';

const name = z.string().regex(/^\/?[a-zA-Z0-9_.-]+(\/[a-zA-Z0-9_.-]+)*$/, 'a parameter is named like /shop/db/host');

/** A parameter: its value alone, or all of it. */
export const parameterSchema = z
  .union([
    z.string().min(1),
    z.strictObject({
      type: z.enum(['String', 'StringList', 'SecureString']).default('String'),
      /** The newest value. */
      value: z.string().min(1),
      /** Former values, oldest first; they are the versions from 1. */
      earlier: z.array(z.string().min(1)).default([]),
      /** Label to version number. */
      labels: z.record(z.string(), z.int().min(1)).default({}),
      /** ARN of a KMS key of one's own; reading then needs `kms:Decrypt` on it. */
      keyId: z.string().optional(),
    }),
  ])
  .transform((written) =>
    typeof written === 'string' ? { type: 'String' as const, value: written, earlier: [], labels: {} } : written,
  );

/** The parameters of a region, by name. */
export const parametersSchema = z.record(name, parameterSchema).default({});

export type ParameterSeed = z.output<typeof parameterSchema>;
export type ParameterInput = z.input<typeof parameterSchema>;
