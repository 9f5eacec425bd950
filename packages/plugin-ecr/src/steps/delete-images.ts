import { translateError } from '@funade/aws';
import { defineStep, plainLine } from '@funade/core';
import * as z from 'zod';
import { useEcrClient } from '../api/ecr-client.ts';
import { readStoredImages } from '../prune/read-stored-images.ts';

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_BatchDeleteImage.html */
const perCall = 100;

/**
 * Deletes images by digest, a hundred to a call, in the order of the plan: an index before its images. Looks right before at what there is: one
 * that has got a tag, or that somebody has pulled since, stays, and that is said.
 */
export const deleteImages = defineStep({
  kind: 'ecr.delete-images',
  input: z.strictObject({
    repository: z.string(),
    images: z.array(z.strictObject({ digest: z.string(), tags: z.array(z.string()) })).readonly(),
  }),
  output: z.object({ deleted: z.array(z.string()) }),
  effect: 'stores',
  async run({ repository, images }, context) {
    const client = await useEcrClient(context);
    const { BatchDeleteImageCommand } = await import('@aws-sdk/client-ecr');
    const now = new Map((await readStoredImages(context, repository))?.map((image) => [image.digest, image]));
    const old = images.filter(({ digest, tags }) => {
      const found = now.get(digest);
      if (found === undefined) return false;
      const moved = found.recent || found.tags.toSorted().join() !== tags.toSorted().join();
      if (moved) context.warn(`${repository}@${digest.slice(0, 19)} stays: it was tagged or pulled meanwhile`);
      return !moved;
    });
    const deleted: string[] = [];
    for (let start = 0; start < old.length; start += perCall) {
      const imageIds = old.slice(start, start + perCall).map(({ digest }) => ({ imageDigest: digest }));
      try {
        const command = new BatchDeleteImageCommand({ repositoryName: repository, imageIds });
        const { failures = [] } = await client.send(command, { abortSignal: context.signal });
        const failed = failures.filter(({ failureCode }) => failureCode !== 'ImageNotFound');
        for (const { imageId, failureReason = '' } of failed) {
          context.warn(
            `${repository}@${imageId?.imageDigest?.slice(0, 19)} was not deleted: ${plainLine(failureReason)}`,
          );
        }
        const left = new Set(failed.map(({ imageId }) => imageId?.imageDigest));
        deleted.push(...imageIds.flatMap(({ imageDigest }) => (left.has(imageDigest) ? [] : [imageDigest])));
      } catch (error) {
        context.signal.throwIfAborted();
        throw translateError(error, { operation: 'ecr:BatchDeleteImage', subject: `repository ${repository}` });
      }
      context.progress(`${deleted.length}/${images.length} deleted`, { deleted: deleted.length });
    }
    return { deleted };
  },
});
