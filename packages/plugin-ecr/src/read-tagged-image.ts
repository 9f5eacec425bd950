import { isAwsError, translateError } from '@funade/aws';
import { isDeployError, type World } from '@funade/core';
import { useEcrClient } from './ecr-client.ts';
import type { ImageFact } from './facts.ts';
import { splitRepositoryUri } from './registry/image-reference.ts';
import { describeImage } from './registry/read-image.ts';
import { throwTranslated } from './registry/translate-fault.ts';
import { useRegistryClient } from './registry-login.ts';

/** What BatchGetImage says of one tag. */
export type TagAnswer =
  | { readonly kind: 'no-repository' }
  | { readonly kind: 'free' }
  | { readonly kind: 'inaccessible'; readonly code: string }
  | { readonly kind: 'image'; readonly digest: string; readonly text: string };

/**
 * Asks for one tag of one repository, in one call that gives the manifest too; where it gives none, a second one asks
 * whether the image is in the archive, which a pull answers as if there were none.
 *
 * Source: ECR BatchGetImage: a missing tag is an entry of `failures` (`ImageNotFound`) and no error;
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/archive-image.html
 */
export async function readTag(world: World, repository: string, tag: string): Promise<TagAnswer> {
  const client = await useEcrClient(world);
  const { BatchGetImageCommand } = await import('@aws-sdk/client-ecr');
  try {
    const output = await client.send(
      new BatchGetImageCommand({ repositoryName: repository, imageIds: [{ imageTag: tag }] }),
      { abortSignal: world.signal },
    );
    const image = output.images?.[0];
    if (image?.imageManifest !== undefined && image.imageId?.imageDigest !== undefined) {
      return { kind: 'image', digest: image.imageId.imageDigest, text: image.imageManifest };
    }
    const code = output.failures?.[0]?.failureCode ?? 'ImageNotFound';
    const hidden = await readHiddenStatus(world, repository, tag);
    if (hidden !== null) return { kind: 'inaccessible', code: hidden };
    return code === 'ImageNotFound' ? { kind: 'free' } : { kind: 'inaccessible', code };
  } catch (error) {
    world.signal.throwIfAborted();
    if (isDeployError(error)) throw error;
    if (isAwsError(error, 'RepositoryNotFoundException')) return { kind: 'no-repository' };
    throw translateError(error, { operation: 'ecr:BatchGetImage', subject: `repository ${repository}` });
  }
}

/** `ARCHIVED`, `ACTIVATING`, …: the status of an image that is there and not active; null when there is none. */
async function readHiddenStatus(world: World, repository: string, tag: string): Promise<string | null> {
  const client = await useEcrClient(world);
  const { DescribeImagesCommand } = await import('@aws-sdk/client-ecr');
  try {
    const { imageDetails } = await client.send(
      new DescribeImagesCommand({
        repositoryName: repository,
        imageIds: [{ imageTag: tag }],
        filter: { imageStatus: 'ANY' },
      }),
      { abortSignal: world.signal },
    );
    const status = imageDetails?.[0]?.imageStatus ?? 'ACTIVE';
    return status === 'ACTIVE' ? null : status;
  } catch (error) {
    world.signal.throwIfAborted();
    if (isAwsError(error, 'ImageNotFoundException')) return null;
    throw translateError(error, { operation: 'ecr:DescribeImages', subject: `repository ${repository}` });
  }
}

/** The fact that an answer comes to; of an image it reads the config, for its commit and platform, from the registry. */
export async function imageFact(world: World, answer: TagAnswer, repositoryUri: string | null): Promise<ImageFact> {
  if (answer.kind === 'inaccessible') return { inaccessible: answer.code };
  if (answer.kind !== 'image' || repositoryUri === null) return null;
  const { host, name } = splitRepositoryUri(repositoryUri);
  const { digest, revision, platforms } = await describeImage(await useRegistryClient(world, host), name, answer).catch(
    throwTranslated,
  );
  return { digest, revision, platforms: [...platforms] };
}
