import { z } from 'zod';

const suspensionSchema = z.strictObject({
  in: z.boolean().default(false),
  out: z.boolean().default(false),
  scheduled: z.boolean().default(false),
});

/** Between which counts a service is scaled. */
export const scalableTargetSchema = z.strictObject({
  min: z.int().min(0).default(1),
  max: z.int().min(0),
  /** Whether scaling in, out and by schedule is suspended; all of them, or each. */
  suspended: z
    .union([z.boolean().transform((all) => ({ in: all, out: all, scheduled: all })), suspensionSchema])
    .prefault(false),
});

/** The scalable targets of a region, by `cluster/service`. */
export const scalableTargetsSchema = z
  .record(
    z.string().regex(/^[A-Za-z0-9_-]+\/[A-Za-z0-9_-]+$/, 'a target is named cluster/service'),
    scalableTargetSchema,
  )
  .default({});

export type ScalableTargetSeed = z.output<typeof scalableTargetSchema>;
export type ScalableTargetInput = z.input<typeof scalableTargetSchema>;
