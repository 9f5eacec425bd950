import { z } from 'zod';

/** An object: its content as text alone, or all of it. */
export const objectSchema = z
  .union([
    z.string(),
    z.strictObject({
      /** The content as text. */
      text: z.string().optional(),
      /** The content as base64, instead of `text`. */
      base64: z.base64().optional(),
      /** The content as JSON, instead of `text`. */
      json: z.json().optional(),
      contentType: z.string().optional(),
      metadata: z.record(z.string(), z.string()).default({}),
    }),
  ])
  .transform((written) => (typeof written === 'string' ? { text: written, metadata: {} } : written));

/** A bucket with what is in it. */
export const bucketSchema = z.strictObject({
  /** By key; a text is the content alone. */
  objects: z.record(z.string().min(1), objectSchema).default({}),
  /** Other accounts that the policy of the bucket lets in. */
  sharedWith: z.array(z.string().regex(/^\d{12}$/)).default([]),
});

/** The buckets of a region, by name. */
export const bucketsSchema = z
  .record(z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'a bucket is named like shop-state'), bucketSchema)
  .default({});

export type BucketSeed = z.output<typeof bucketSchema>;
export type BucketInput = z.input<typeof bucketSchema>;
export type ObjectSeed = z.output<typeof objectSchema>;
export type ObjectInput = z.input<typeof objectSchema>;
