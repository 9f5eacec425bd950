import type { ImageDetail } from '@aws-sdk/client-ecr';
import { isAwsError, translateError } from '@funade/aws';
import { type ImageExpiry, type RunContext, resourceKey } from '@funade/core';
import { useEcrClient } from '../api/ecr-client.ts';
import {
  countsImages,
  type LifecycleImage,
  type LifecycleRule,
  lifecycleExpiry,
  parseLifecycle,
} from '../repository/lifecycle-expiry.ts';
import { listImages } from '../repository/list-images.ts';

/** A repository's lifecycle policy and the images that it counts. */
interface Lifecycle {
  readonly rules: readonly LifecycleRule[];
  /** Empty where no rule counts images: then each is asked for alone. */
  readonly images: readonly LifecycleImage[];
}

const lifecycleKey = resourceKey<Lifecycle>('ecr.lifecycle');

/** When the lifecycle policy of a repository takes an image away; null: never, or the caller may not look. Reads only. */
export async function readExpiry(context: RunContext, repository: string, digest: string): Promise<ImageExpiry | null> {
  const key = lifecycleKey.of(`${context.environment.name}:${repository}`);
  try {
    const { rules, images } = await context.resources.use(key, () => readLifecycle(context, repository));
    if (rules.length === 0) return null;
    const known = images.length > 0 ? images : await describe(context, repository, digest);
    return lifecycleExpiry(digest, { rules, images: known });
  } catch (error) {
    context.signal.throwIfAborted();
    if (isAwsError(error, 'AccessDeniedException')) return null;
    throw translateError(error, { operation: 'ecr:GetLifecyclePolicy', subject: `repository ${repository}` });
  }
}

async function readLifecycle(context: RunContext, repository: string): Promise<Lifecycle> {
  const client = await useEcrClient(context);
  const { GetLifecyclePolicyCommand } = await import('@aws-sdk/client-ecr');
  try {
    const input = { repositoryName: repository };
    const answer = await client.send(new GetLifecyclePolicyCommand(input), { abortSignal: context.signal });
    const rules = parseLifecycle(answer.lifecyclePolicyText ?? '');
    return { rules, images: countsImages(rules) ? (await listImages(context, repository)).map(imageOf) : [] };
  } catch (error) {
    if (isAwsError(error, 'LifecyclePolicyNotFoundException')) return { rules: [], images: [] };
    throw error;
  }
}

async function describe(context: RunContext, repository: string, digest: string): Promise<readonly LifecycleImage[]> {
  const client = await useEcrClient(context);
  const { DescribeImagesCommand } = await import('@aws-sdk/client-ecr');
  const command = new DescribeImagesCommand({ repositoryName: repository, imageIds: [{ imageDigest: digest }] });
  const { imageDetails = [] } = await client.send(command, { abortSignal: context.signal });
  return imageDetails.map(imageOf);
}

function imageOf({
  imageDigest = '',
  imageTags = [],
  imagePushedAt,
  lastRecordedPullTime,
}: ImageDetail): LifecycleImage {
  const pushedAt = imagePushedAt?.getTime() ?? 0;
  return { digest: imageDigest, tags: imageTags, pushedAt, pulledAt: lastRecordedPullTime?.getTime() ?? null };
}
