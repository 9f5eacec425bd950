import { z } from 'zod';

const output = z
  .union([
    z.string(),
    z.strictObject({ value: z.string(), exportName: z.string().optional(), description: z.string().optional() }),
  ])
  .transform((written) => (typeof written === 'string' ? { value: written } : written));

/** A stack as far as others read it. */
export const stackSchema = z.strictObject({
  status: z
    .string()
    .regex(/^[A-Z_]+$/)
    .default('CREATE_COMPLETE'),
  /** By key; a text is the value alone. */
  outputs: z.record(z.string().regex(/^[a-zA-Z0-9]+$/, 'an output has letters and digits'), output).default({}),
  parameters: z.record(z.string(), z.string()).default({}),
  tags: z.record(z.string(), z.string()).default({}),
  description: z.string().optional(),
});

/** The stacks of a region, by name. */
export const stacksSchema = z
  .record(z.string().regex(/^[a-zA-Z][a-zA-Z0-9-]*$/, 'a stack is named like shop-network'), stackSchema)
  .default({});

export type StackSeed = z.output<typeof stackSchema>;
export type StackInput = z.input<typeof stackSchema>;
