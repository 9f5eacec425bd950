import * as z from 'zod';
import { buildOptions } from './build-options.ts';
import { prebuilt, promotion } from './existing-image.ts';
import { repositoryName, repositorySettings } from './repository-options.ts';
import { scanOptions } from './scan-options.ts';

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
  build: buildOptions.optional(),
  from: promotion.optional(),
  prebuilt: prebuilt.optional(),
  scan: scanOptions.optional(),
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
  })
  .describe('Where the image of the service comes from: one image, or several under images');

/** What a service wrote under `ecr`, checked. */
export type EcrOptions = z.output<typeof ecrOptions>;
/** One image, checked. */
export type ImageOptions = z.output<typeof image>;
