import type { Operation, WireObject } from '../../../model/service.ts';
import { removeImage } from '../../registry/operations/manifests.ts';
import type { RegistryState } from '../../registry/state.ts';
import { findRepository, isFailure, lookUpImage, readImageId } from '../find.ts';
import { invalidParameter, objects } from '../input.ts';
import { tagsOf } from '../views.ts';

/** By tag only the tag goes, and with the last tag the image; by digest the image goes with all its tags. What an index names stays. */
export const batchDeleteImage: Operation<RegistryState> = (state, { input }) => {
  const repository = findRepository(state, input);
  const ids = objects(input, 'imageIds');
  if (ids.length > 100) throw invalidParameter('imageIds', 'Member must have length less than or equal to 100');
  const imageIds: WireObject[] = [];
  const failures: WireObject[] = [];
  for (const imageId of ids) {
    const id = readImageId(imageId);
    const found = lookUpImage(repository, id, 'any');
    if (isFailure(found)) {
      failures.push({ imageId, failureCode: found.code, failureReason: found.reason });
      continue;
    }
    const { digest } = found;
    const tags = id.imageTag === null ? tagsOf(repository, digest) : [id.imageTag];
    const isLast = id.imageTag === null || tagsOf(repository, digest).length === 1;
    const index = isLast
      ? [...repository.images.values()].find(({ children }) => children.includes(digest))
      : undefined;
    if (index !== undefined) {
      failures.push({
        imageId,
        failureCode: 'ImageReferencedByManifestList',
        failureReason: `Requested image referenced by manifest list: [${index.digest}]`,
      });
      continue;
    }
    for (const tag of tags) repository.tags.delete(tag);
    if (isLast) removeImage(repository, digest);
    if (tags.length === 0) imageIds.push({ imageDigest: digest });
    for (const imageTag of tags) imageIds.push({ imageDigest: digest, imageTag });
  }
  return { imageIds, failures };
};
