import { z } from 'zod';

const findings = z
  .array(
    z.strictObject({
      name: z.string(),
      severity: z.enum(['INFORMATIONAL', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL', 'UNDEFINED', 'UNTRIAGED']),
      description: z.string().optional(),
      uri: z.string().optional(),
      package: z.strictObject({ name: z.string(), version: z.string() }).optional(),
    }),
  )
  .default([]);

const imageSchema = z.strictObject({
  tags: z.array(z.string()).default([]),
  /** Contents by absolute path; a file whose name ends in `.sh` or lies in a `bin` folder is executable. */
  files: z.record(z.string().startsWith('/'), z.string()).default({}),
  /** The `config` of the image: `Cmd`, `Env`, `Entrypoint`, `WorkingDir`, … */
  config: z.record(z.string(), z.unknown()).default({}),
  labels: z.record(z.string(), z.string()).default({}),
  /** More than one makes an index. Default: linux/amd64. */
  platforms: z
    .array(z.string().regex(/^[a-z0-9]+\/[a-z0-9]+(\/[a-z0-9]+)?$/))
    .min(1)
    .default(['linux/amd64']),
  /** ISO 8601. Default: when the sandbox starts. */
  pushedAt: z.iso.datetime().optional(),
  /** Only ACTIVE images can be pulled. */
  status: z.enum(['ACTIVE', 'ARCHIVED', 'ACTIVATING']).default('ACTIVE'),
  /** A scan that ended when the image was pushed; of each image of an index. */
  scan: z.strictObject({ status: z.string().default('COMPLETE'), findings }).optional(),
});

/** One repository of a seed. */
export const repositorySchema = z.strictObject({
  mutability: z.enum(['MUTABLE', 'IMMUTABLE', 'IMMUTABLE_WITH_EXCLUSION', 'MUTABLE_WITH_EXCLUSION']).default('MUTABLE'),
  /** Wildcard patterns of tags that the mutability does not hold for. */
  exclusions: z.array(z.string()).default([]),
  scanOnPush: z.boolean().default(false),
  /** What scans in this repository bring, and how long they take, in seconds. */
  scanning: z
    .strictObject({
      type: z.enum(['BASIC', 'ENHANCED']).default('BASIC'),
      /** Default: COMPLETE, of enhanced scanning ACTIVE. */
      status: z.string().optional(),
      seconds: z.number().min(0).default(10),
      findings,
    })
    .prefault({}),
  tags: z.record(z.string(), z.string()).default({}),
  /** Its lifecycle policy, as PutLifecyclePolicy takes it. */
  lifecyclePolicy: z.looseObject({ rules: z.array(z.unknown()) }).optional(),
  images: z.array(imageSchema).default([]),
});

export type RepositorySeed = z.output<typeof repositorySchema>;
export type ImageSeed = z.output<typeof imageSchema>;
export type RepositorySeedInput = z.input<typeof repositorySchema>;
