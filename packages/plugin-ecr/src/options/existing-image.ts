import * as z from 'zod';
import { repositoryName } from './repository-options.ts';
import { text } from './text.ts';

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

/** Schema of an image that is there already. */
export const prebuilt = z
  .union([
    imageName,
    z.strictObject({ tag: fixedTag.describe('Tag of the image in the repository; latest is refused') }),
    z.strictObject({ digest: digestText.describe('Digest of the image in the repository') }),
  ])
  .describe('An existing image: its name anywhere, or its tag or digest in the repository');

/** Schema of where an image is copied from. */
export const promotion = z
  .union(
    [
      text,
      z.strictObject({
        environment: text.describe('The environment it is copied from'),
        repository: repositoryName.optional().describe('Name of its ECR repository there. Default: the same name'),
        tag: tagText.optional().describe('Its tag there. Default: the tag of the release'),
      }),
    ],
    { error: 'must be the name of an environment, or { environment: "<name>", repository, tag }' },
  )
  .describe('The environment that the image is copied from, instead of being built');

/** An image that is there already, checked. */
export type Prebuilt = z.output<typeof prebuilt>;
