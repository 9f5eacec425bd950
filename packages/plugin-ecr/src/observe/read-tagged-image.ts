import { isAwsError, translateError } from '@funade/aws';
import type { RunContext } from '@funade/core';
import { useEcrClient } from '../api/ecr-client.ts';
import { useRegistryClient } from '../login/registry-login.ts';
import type { ImageFact } from '../model/facts.ts';
import { splitRepositoryUri } from '../registry/image-reference.ts';
import { describeImage, type ImageDescription, readManifest } from '../registry/read-image.ts';
import type { RegistryClient } from '../registry/registry-client.ts';
import { throwTranslated } from '../registry/translate-fault.ts';

/** What ECR says of one tag. */
export type TagAnswer =
  | { readonly kind: 'no-repository' }
  | { readonly kind: 'free' }
  /** It is there, and cannot be pulled: `ARCHIVED`, `ACTIVATING`, … */
  | { readonly kind: 'inaccessible'; readonly status: string }
  | { readonly kind: 'image'; readonly digest: string };

/**
 * Asks for one tag, or one digest, of one repository. A pull answers an image in the archive as if there were none, so
 * DescribeImages is asked, which knows it.
 *
 * Source: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImages.html,
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/archive-image.html
 */
export async function readTag(context: RunContext, repository: string, tag: string): Promise<TagAnswer> {
  const client = await useEcrClient(context);
  const { DescribeImagesCommand } = await import('@aws-sdk/client-ecr');
  try {
    const { imageDetails } = await client.send(
      new DescribeImagesCommand({
        repositoryName: repository,
        imageIds: [tag.startsWith('sha256:') ? { imageDigest: tag } : { imageTag: tag }],
        filter: { imageStatus: 'ANY' },
      }),
      { abortSignal: context.signal },
    );
    const { imageDigest: digest, imageStatus: status = 'ACTIVE' } = imageDetails?.[0] ?? {};
    if (digest === undefined) return { kind: 'free' };
    return status === 'ACTIVE' ? { kind: 'image', digest } : { kind: 'inaccessible', status };
  } catch (error) {
    context.signal.throwIfAborted();
    if (isAwsError(error, 'ImageNotFoundException')) return { kind: 'free' };
    if (isAwsError(error, 'RepositoryNotFoundException')) return { kind: 'no-repository' };
    throw translateError(error, { operation: 'ecr:DescribeImages', subject: `repository ${repository}` });
  }
}

/**
 * The fact that an answer comes to; of an image it reads the manifest and the config, for its commit and platform, from
 * the registry.
 */
export async function imageFact(
  context: RunContext,
  answer: TagAnswer,
  repositoryUri: string | null,
): Promise<ImageFact> {
  if (answer.kind === 'inaccessible') return { inaccessible: answer.status };
  if (answer.kind !== 'image' || repositoryUri === null) return null;
  const { host, name } = splitRepositoryUri(repositoryUri);
  const client = await useRegistryClient(context, host);
  const described = await describe(client, name, answer.digest).catch(throwTranslated);
  // ECR has it, so the tag is not free, whatever the registry says of its manifest.
  if (described === null) return { inaccessible: 'the registry does not hand out its manifest' };
  const { digest, revision, build, platforms } = described;
  return { digest, revision, ...(build === null ? {} : { build }), platforms: [...platforms] };
}

async function describe(client: RegistryClient, name: string, digest: string): Promise<ImageDescription | null> {
  const manifest = await readManifest(client, name, digest);
  return manifest === null ? null : describeImage(client, name, manifest);
}
