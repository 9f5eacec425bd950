import * as z from 'zod';
import { text } from './text.ts';

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

/** Schema of the name of a repository. */
export const repositoryName = z
  .string()
  .min(2, 'must have at least 2 characters')
  .max(256, 'must have at most 256 characters')
  .regex(nameForm, { error: ({ input }) => repositoryError(String(input)) })
  .refine((name) => !nameForm.test(name) || !hostForm.test(name), {
    error: ({ input }) => repositoryError(String(input)),
  })
  .describe('Name of the ECR repository, without host and tag');

/** Schema of what a repository is created with. */
export const repositorySettings = z
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
        type: z.enum(['AES256', 'KMS', 'KMS_DSSE']).describe('Kind of encryption'),
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

/** What a repository is created with, checked. */
export type RepositorySettings = z.output<typeof repositorySettings>;
