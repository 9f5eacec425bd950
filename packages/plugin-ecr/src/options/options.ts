import * as z from 'zod';

/** The builders there are, in the order they are preferred. */
export const builderNames = ['buildx', 'docker', 'podman', 'buildah', 'containerify'] as const;
export type BuilderName = (typeof builderNames)[number];

const text = z.string().min(1, 'must not be empty');

const nameForm = /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/;
/** Registries of ECR and what has a port: names of repositories may have the form of a host, but none means these. */
const hostForm = /^(?:[a-z]+:\/\/)?(?:\d+\.dkr[.-]ecr[^/]*|public\.ecr\.aws|localhost|[^/]*:\d+)\//;

/** The name of the repository in the name of an image; null when there is none in it. */
function plainName(image: string): string | null {
  const [named = ''] = image.replace(hostForm, '').split('@', 1);
  const name = named.replace(/:[^/:]*$/, '');
  return name !== image && nameForm.test(name) ? name : null;
}

function repositoryError(written: string): string {
  const name = plainName(written);
  return `"${written}" must be ${name === null ? 'a repository name such as shop/api' : `written ${name}`}, without host and tag`;
}

const repositoryName = z
  .string()
  .min(2, 'must have at least 2 characters')
  .max(256, 'must have at most 256 characters')
  .regex(nameForm, { error: ({ input }) => repositoryError(String(input)) })
  .refine((name) => !nameForm.test(name) || !hostForm.test(name), {
    error: ({ input }) => repositoryError(String(input)),
  })
  .describe('Name of the ECR repository, without host and tag');

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
  .union([z.strictObject({ env: field }), z.strictObject({ file: field })], {
    error: 'must be { env: "<NAME>" } or { file: "<path>" }',
  })
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
  .union([z.boolean(), z.strictObject({ from: z.array(text).min(1).optional(), to: text.optional() })], {
    error: 'must be true, false, or { from: ["<image>"], to: "<image>" }',
  })
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

const build = buildSchema.superRefine((written, context) => {
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

const tagText = z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/, {
  error: ({ input }) => `"${String(input)}" must be a tag such as v1.2.3`,
});
const fixedTag = tagText.refine((tag) => tag !== 'latest', 'must be a fixed tag, not latest');
const digestText = z.string().regex(/^sha256:[0-9a-f]{64}$/, {
  error: ({ input }) => `"${String(input)}" must be a digest: sha256: and 64 hex digits`,
});

const fullName = /^[a-z0-9.:/_-]+?(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9._-]{0,127}))?(?:@sha256:(?<digest>[0-9a-f]{64}))?$/;

const imageName = z.string().superRefine((written, context) => {
  const groups = fullName.exec(written)?.groups;
  const issue = (message: string): void => context.addIssue({ code: 'custom', message: `"${written}" ${message}` });
  if (groups === undefined) issue('must be an image such as public.ecr.aws/nginx/nginx:1.29');
  else if (groups.digest === undefined && groups.tag === undefined) issue('must have a tag or a digest');
  else if (groups.digest === undefined && groups.tag === 'latest') issue('must have a fixed tag, not latest');
});

const prebuilt = z
  .union([imageName, z.strictObject({ tag: fixedTag }), z.strictObject({ digest: digestText })])
  .describe('An existing image: its name anywhere, or its tag or digest in the repository');

const promotion = z
  .union(
    [
      text,
      z.strictObject({
        environment: text.describe('The environment it is copied from'),
        repository: repositoryName.optional().describe('Default: the same name'),
        tag: tagText.optional().describe('Default: the tag of the release'),
      }),
    ],
    { error: 'must be the name of an environment, or { environment: "<name>", repository, tag }' },
  )
  .describe('The environment that the image is copied from, instead of being built');

const scan = z
  .strictObject({
    failOn: z
      .enum(['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFORMATIONAL'])
      .describe('The lowest severity of a finding that stops the deploy'),
    ignore: z.array(text).min(1).optional().describe('Names of findings that are accepted, such as CVE-2026-1234'),
    waitMinutes: z.int().min(1).optional().describe('Minutes to wait for the scan. Default: 10'),
  })
  .describe('Wait for the findings of ECR’s scan, and deploy nothing that has one of this severity or above');

const repositorySettings = z
  .strictObject({
    tagMutability: z
      .enum(['IMMUTABLE', 'MUTABLE', 'IMMUTABLE_WITH_EXCLUSION', 'MUTABLE_WITH_EXCLUSION'])
      .optional()
      .describe(
        'Whether tags may be overwritten. Default: IMMUTABLE; with tagMutabilityExclusions, IMMUTABLE_WITH_EXCLUSION',
      ),
    tagMutabilityExclusions: z
      .array(
        z.string().regex(/^[0-9A-Za-z._*-]{1,128}$/, 'must be letters, digits, ".", "_", "-" and the wildcard "*"'),
      )
      .min(1)
      .max(5, 'must be at most five')
      .optional()
      .describe('Tags exempt from the mutability, such as buildcache; * is a wildcard'),
    scanOnPush: z
      .boolean()
      .optional()
      .describe('Scan every image when it is pushed. Default: as the registry is set up'),
    encryption: z
      .strictObject({
        type: z.enum(['AES256', 'KMS', 'KMS_DSSE']),
        kmsKey: text.optional().describe('ARN, id or alias of the key. Default: that of AWS'),
      })
      .optional()
      .describe('How images are encrypted; cannot be changed later. Default: AES256'),
    tags: z.record(text, z.string()).optional().describe('Tags of the repository, as an AWS resource'),
  })
  .superRefine(({ tagMutability, tagMutabilityExclusions, encryption }, context) => {
    const issue = (path: string, message: string): void => context.addIssue({ code: 'custom', path: [path], message });
    const excluding = tagMutability?.endsWith('_WITH_EXCLUSION');
    if (excluding === true && tagMutabilityExclusions === undefined)
      issue('tagMutabilityExclusions', `is missing: the tags that ${tagMutability} does not apply to`);
    if (excluding === false && tagMutabilityExclusions !== undefined)
      issue('tagMutability', `must be ${tagMutability}_WITH_EXCLUSION to have exclusions`);
    if (encryption?.type === 'AES256' && encryption.kmsKey !== undefined)
      issue('encryption', 'with a kmsKey must be KMS');
  })
  .describe('Settings to create the repository with if it does not exist. Default: it must exist');

/** How a task definition refers to an image. */
export const referenceForms = ['tag-and-digest', 'digest', 'tag'] as const;
export type ReferenceForm = (typeof referenceForms)[number];
const reference = z
  .enum(referenceForms)
  .describe(
    'How task definitions refer to the image: repository:tag@digest, repository@digest or repository:tag. Default: tag-and-digest',
  );

/** The endpoints of a registry beside the plain one. */
export const registryEndpoints = ['fips', 'dual-stack', 'dual-stack-fips'] as const;
export type RegistryEndpoint = (typeof registryEndpoints)[number];
const registryEndpoint = z
  .enum(registryEndpoints)
  .describe('Registry endpoint that images are pushed to and pulled from. Default: the plain IPv4 endpoint');

/** What any image is written with; which of it goes together is checked by `checkImage`. */
const imageShape = {
  repository: repositoryName.optional(),
  build: build.optional(),
  from: promotion.optional(),
  prebuilt: prebuilt.optional(),
  scan: scan.optional(),
  createRepository: repositorySettings.optional(),
  reference: reference.optional(),
  registryEndpoint: registryEndpoint.optional(),
};

type WrittenImage = z.output<z.ZodObject<typeof imageShape>>;

function checkImage(written: WrittenImage, context: z.core.$RefinementCtx): void {
  const issue = (path: string, message: string): void => {
    context.addIssue({ code: 'custom', path: [path], message });
  };
  const { repository, prebuilt: fixed } = written;
  if (fixed !== undefined) {
    if (written.build !== undefined) issue('build', 'must not be combined with `prebuilt`');
    if (written.from !== undefined) issue('from', 'must not be combined with `prebuilt`');
    for (const name of ['createRepository', 'registryEndpoint'] as const) {
      if (written[name] !== undefined) issue(name, 'must not be combined with `prebuilt`');
    }
  }
  if (typeof fixed === 'string') {
    if (written.scan !== undefined) issue('scan', 'is for images in ECR repositories of the environment');
    if (repository !== undefined)
      issue('repository', 'is in the name of the prebuilt image; or write `prebuilt: { tag }`');
    return;
  }
  if (repository === undefined) issue('repository', 'is missing: the name of the ECR repository');
  if (written.build === undefined && written.from === undefined && fixed === undefined) {
    issue('build', 'is missing: how the image is made, such as { context: "." }; or write `from` or `prebuilt`');
  }
}

const image = z.strictObject(imageShape).superRefine(checkImage);

const images = z
  .record(z.string().regex(/^[A-Za-z0-9_-]+$/, 'must be a name of letters, digits, - and _'), image)
  .refine((written) => Object.keys(written).length > 0, 'must name at least one image');

/** Schema of what a service writes under `ecr`. Its output is what was written: parsing it again changes nothing. */
export const ecrOptions = z
  .strictObject({
    ...imageShape,
    images: images.optional().describe('Several images by the name that ecs.containers refers to'),
  })
  .superRefine((written, context) => {
    if (written.images === undefined) return checkImage(written, context);
    for (const name of Object.keys(imageShape)) {
      if (written[name as keyof typeof imageShape] === undefined) continue;
      context.addIssue({
        code: 'custom',
        path: [name],
        message: 'must not be combined with `images`; write it inside',
      });
    }
  });

/** What a service wrote under `ecr`, checked. */
export type EcrOptions = z.output<typeof ecrOptions>;
/** One image, checked. */
export type ImageOptions = z.output<typeof image>;
/** What a scan may find, checked. */
export type ScanOptions = z.output<typeof scan>;
/** What a repository is created with, checked. */
export type RepositorySettings = z.output<typeof repositorySettings>;
/** An image that is there already, checked. */
export type Prebuilt = z.output<typeof prebuilt>;
/** How an image is made, checked. */
export type Build = z.output<typeof build>;
/** Schema of what a scan may find as it stands in a step. */
export const scanOptions: z.ZodType<ScanOptions> = scan;
/** Schema of a build as it stands in a step. */
export const buildOptions: z.ZodType<Build> = build;
