import { isAwsError, translateError } from '@funade/aws';
import type { RunContext } from '@funade/core';
import * as z from 'zod';
import { useEcrClient } from '../api/ecr-client.ts';
import { listImages } from '../repository/list-images.ts';
import type { StoredImage } from './choose-images.ts';

/** How long somebody may be about to run what was pushed or pulled; ECR notes a pull once a day at most. */
const recently = 30 * 24 * 3600 * 1000;

const indexTypes: ReadonlySet<string> = new Set([
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
]);

const index = z.looseObject({ manifests: z.array(z.looseObject({ digest: z.string() })).default([]) });

/** Everything that a repository has and that can be pulled; null: there is no such repository. */
export async function readStoredImages(
  context: RunContext,
  repository: string,
): Promise<readonly StoredImage[] | null> {
  try {
    const details = await listImages(context, repository);
    const indexes = details.filter(({ imageManifestMediaType = '' }) => indexTypes.has(imageManifestMediaType));
    const children = await readChildren(
      context,
      repository,
      indexes.flatMap(({ imageDigest }) => imageDigest ?? []),
    );
    const since = context.clock.now() - recently;
    return details.map((detail) => {
      const { imageDigest = '', imageTags = [], imagePushedAt, lastRecordedPullTime, subjectManifestDigest } = detail;
      const pushedAt = imagePushedAt?.getTime() ?? 0;
      return {
        digest: imageDigest,
        tags: imageTags,
        pushedAt,
        recent: Math.max(pushedAt, lastRecordedPullTime?.getTime() ?? 0) > since,
        children: children.get(imageDigest) ?? [],
        subject: subjectManifestDigest ?? null,
      };
    });
  } catch (error) {
    context.signal.throwIfAborted();
    if (isAwsError(error, 'RepositoryNotFoundException')) return null;
    throw translateError(error, { operation: 'ecr:DescribeImages', subject: `repository ${repository}` });
  }
}

/** The images of indexes, a hundred indexes to a call. Throws where one cannot be read: its images would seem to be nobody's. */
async function readChildren(
  context: RunContext,
  repository: string,
  digests: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const client = await useEcrClient(context);
  const { BatchGetImageCommand } = await import('@aws-sdk/client-ecr');
  const found = new Map<string, readonly string[]>();
  for (let start = 0; start < digests.length; start += 100) {
    const imageIds = digests.slice(start, start + 100).map((imageDigest) => ({ imageDigest }));
    const command = new BatchGetImageCommand({
      repositoryName: repository,
      imageIds,
      acceptedMediaTypes: [...indexTypes],
    });
    const { images = [] } = await client.send(command, { abortSignal: context.signal });
    for (const { imageId, imageManifest = '' } of images) {
      const { manifests } = index.parse(JSON.parse(imageManifest));
      found.set(
        imageId?.imageDigest ?? '',
        manifests.map(({ digest }) => digest),
      );
    }
  }
  const missing = digests.find((digest) => !found.has(digest));
  if (missing !== undefined) throw new TypeError(`the index ${missing} of ${repository} cannot be read`);
  return found;
}
