import type { Operation, WireObject } from '../../../model/service.ts';
import type { RegistryState, Repository, StoredImage } from '../../registry/state.ts';
import { findRepository, imageNotFound, isFailure, lookUpImage, readImageId } from '../find.ts';
import { invalidParameter, object, objects } from '../input.ts';
import { page } from '../pages.ts';
import { imageDetailView, tagsOf } from '../views.ts';

/** Fails as a whole when one of the named images is not there. */
export const describeImages: Operation<RegistryState> = (state, { input }) => {
  const repository = findRepository(state, input);
  const ids = objects(input, 'imageIds').map(readImageId);
  if (ids.length > 100) throw invalidParameter('imageIds', 'Member must have length less than or equal to 100');
  const images =
    ids.length === 0
      ? filterImages(repository, object(input, 'filter'))
      : new Set(
          ids.map((id) => {
            const found = lookUpImage(repository, id, 'any');
            if (isFailure(found) || !passes(found, object(input, 'filter'))) throw imageNotFound(state, repository, id);
            return found;
          }),
        );
  const { items, nextToken } = page(input, [...images]);
  return { imageDetails: items.map((image) => imageDetailView(state, repository, image)), nextToken };
};

/** The images that a filter of DescribeImages or ListImages lets through. */
export function filterImages(repository: Repository, filter: WireObject): readonly StoredImage[] {
  const images = [...repository.images.values()].filter((image) => passes(image, filter));
  if (filter.tagStatus === 'TAGGED') return images.filter(({ digest }) => tagsOf(repository, digest).length > 0);
  if (filter.tagStatus === 'UNTAGGED') return images.filter(({ digest }) => tagsOf(repository, digest).length === 0);
  return images;
}

/** Without a status only active images pass. */
function passes({ status }: StoredImage, { imageStatus = 'ACTIVE' }: WireObject): boolean {
  return imageStatus === 'ANY' || imageStatus === status;
}
