import { z } from 'zod';

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
  scan: z
    .strictObject({
      status: z.string().default('COMPLETE'),
      findings: z
        .array(
          z.strictObject({
            name: z.string(),
            severity: z.enum(['INFORMATIONAL', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL', 'UNDEFINED']),
            description: z.string().optional(),
            uri: z.string().optional(),
          }),
        )
        .default([]),
    })
    .optional(),
});

/** One repository of a seed. */
export const repositorySchema = z.strictObject({
  mutability: z.enum(['MUTABLE', 'IMMUTABLE', 'IMMUTABLE_WITH_EXCLUSION', 'MUTABLE_WITH_EXCLUSION']).default('MUTABLE'),
  /** Wildcard patterns of tags that the mutability does not hold for. */
  exclusions: z.array(z.string()).default([]),
  scanOnPush: z.boolean().default(false),
  tags: z.record(z.string(), z.string()).default({}),
  images: z.array(imageSchema).default([]),
});

export type RepositorySeed = z.output<typeof repositorySchema>;
export type ImageSeed = z.output<typeof imageSchema>;
export type RepositorySeedInput = z.input<typeof repositorySchema>;
