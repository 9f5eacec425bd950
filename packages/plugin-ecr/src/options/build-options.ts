import * as z from 'zod';
import { text } from './text.ts';

/** The builders there are, in the order they are preferred. */
export const builderNames = ['buildx', 'docker', 'podman', 'buildah', 'containerify'] as const;
export type BuilderName = (typeof builderNames)[number];

const relativePath = text
  .refine((path) => !path.startsWith('/'), {
    error: ({ input }) => `"${String(input)}" must be relative to the config file, not absolute`,
  })
  .refine((path) => !path.includes('\\'), 'must be written with forward slashes');

const platform = z.string().regex(/^[a-z0-9]+\/[a-z0-9]+(?:\/v[0-9]+)?$/, {
  error: ({ input }) => `"${String(input)}" must be a platform such as linux/amd64`,
});

/** Builders take a secret as one field of a list: `id=…,src=…`. */
const field = text.refine((value) => !/[,"]/.test(value), 'must not contain "," or a double quote');

const secret = z
  .union(
    [
      z.strictObject({ env: field.describe('Variable that holds the secret') }),
      z.strictObject({ file: field.describe('File that holds the secret, relative to the config file') }),
    ],
    {
      error: 'must be { env: "<NAME>" } or { file: "<path>" }',
    },
  )
  .describe('Where the secret comes from when the build runs');

/** Labels that say where an image comes from; the plan rests on them, so nobody else sets them. */
const reservedLabels = ['org.opencontainers.image.revision', 'org.opencontainers.image.version'] as const;

const labels = z.record(text, z.string()).superRefine((written, context) => {
  for (const name of reservedLabels) {
    if (name in written)
      context.addIssue({ code: 'custom', path: [name], message: 'is set by Funade from the release' });
  }
});

const imagePath = z.string().regex(/^\/[^:,]*$/, {
  error: ({ input }) => `"${String(input)}" must be an absolute path in the image, without ":" and ","`,
});

const contentKey = text
  .refine((path) => !path.startsWith('/') && !path.split('/').includes('..'), 'must be a path inside the context')
  .refine((path) => !/[:,]/.test(path), 'must not contain ":" or ","');

const cache = z
  .union(
    [
      z.boolean(),
      z.strictObject({
        from: z.array(text).min(1).optional().describe('Images or caches that layers are taken from'),
        to: text.optional().describe('Image or cache that layers are written to'),
      }),
    ],
    {
      error: 'must be true, false, or { from: ["<image>"], to: "<image>" }',
    },
  )
  .describe('Where layers are kept between builds. true: the tag buildcache of the repository');

const buildSchema = z.strictObject({
  context: relativePath.describe('Folder with what goes into the image, relative to the config file'),
  with: z
    .enum(builderNames, {
      error: ({ input }) => `${JSON.stringify(input)} is not a builder; there are ${builderNames.join(', ')}`,
    })
    .optional()
    .describe('The builder. Default: the first one on this machine that can do the build'),
  dockerfile: relativePath.optional().describe('Path of the Dockerfile, relative to the context. Default: Dockerfile'),
  target: text.optional().describe('The stage to build. Default: the last one'),
  args: z
    .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.union([z.string(), z.number(), z.boolean()]))
    .optional()
    .describe('Build arguments; visible in the image’s history'),
  secrets: z
    .record(z.string().regex(/^[A-Za-z0-9_.-]+$/), secret)
    .optional()
    .describe('Build secrets by id; never in an argument list, a layer or a log'),
  platforms: z.array(platform).min(1).optional().describe('Platforms such as linux/amd64'),
  cache: cache.optional(),
  ssh: z
    .array(text.refine((id) => !id.includes(','), 'must not contain ","'))
    .min(1)
    .optional()
    .describe('SSH agents or keys for RUN --mount=type=ssh: default, or <id>=<path>'),
  network: z
    .enum(['default', 'none', 'host'])
    .optional()
    .describe('The network of RUN instructions. Default: that of the builder'),
  pull: z.boolean().optional().describe('Look for newer base images at every build. Default: false'),
  builder: text.optional().describe('Name of a buildx builder, such as one on another machine'),
  labels: labels.optional().describe('Labels of the image, added to the OCI labels that Funade sets'),
  from: text.optional().describe('The base image, or scratch for none; builds from files, without a Dockerfile'),
  content: z
    .record(contentKey, imagePath)
    .optional()
    .describe('Path in the context → absolute path in the image. Default: the folder is a Node application'),
  entrypoint: z
    .array(text.refine((part) => !part.includes('"'), 'must not contain a double quote'))
    .min(1)
    .optional()
    .describe('The program and its arguments'),
  env: z
    .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.string())
    .optional()
    .describe('Environment variables of the image'),
  user: text.optional().describe('User that the program runs as'),
  workdir: z.string().startsWith('/', 'must be an absolute path').optional().describe('Folder the program starts in'),
  expose: z
    .array(z.union([z.int().min(1).max(65535), z.string().regex(/^\d{1,5}(?:\/(?:tcp|udp))?$/)]))
    .optional()
    .describe('Ports the image says it listens on'),
});

/** Options that only a build from a Dockerfile has. */
const dockerfileOptions = [
  'dockerfile',
  'target',
  'args',
  'secrets',
  'cache',
  'ssh',
  'network',
  'pull',
  'builder',
] as const;
/** Options that only a build from files has. */
const filesOptions = ['content', 'entrypoint', 'env', 'user', 'workdir', 'expose'] as const;

const build = buildSchema
  .describe('How the image is made: from a Dockerfile, or from files on a base image')
  .superRefine((written, context) => {
    const issue = (path: string, message: string): void => context.addIssue({ code: 'custom', path: [path], message });
    const fromFiles = written.from !== undefined || written.with === 'containerify';
    if (written.with === 'containerify' && written.from === undefined) {
      issue('from', 'must name the base image (or scratch) when containerify builds');
    }
    if (written.with !== undefined && written.with !== 'containerify' && written.from !== undefined) {
      issue('from', `is for containerify; a build with ${written.with} names its base image in the Dockerfile`);
    }
    for (const name of fromFiles ? dockerfileOptions : filesOptions) {
      if (written[name] === undefined) continue;
      issue(name, fromFiles ? 'is for builds from a Dockerfile, not for containerify' : 'needs `from`: the base image');
    }
    if (written.from === 'scratch' && written.content === undefined) {
      issue('content', 'must say which files go where when the base image is scratch');
    }
  });

/** How an image is made, checked. */
export type Build = z.output<typeof build>;
/** Schema of a build as it stands in a step. */
export const buildOptions: z.ZodType<Build> = build;
