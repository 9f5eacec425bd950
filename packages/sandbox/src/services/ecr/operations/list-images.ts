import type { Operation, WireObject } from '../../../model/service.ts';
import type { RegistryState } from '../../registry/state.ts';
import { findRepository } from '../find.ts';
import { object } from '../input.ts';
import { page } from '../pages.ts';
import { tagsOf } from '../views.ts';
import { filterImages } from './describe-images.ts';

/** One entry per tag, and one for each image without tags. */
export const listImages: Operation<RegistryState> = (state, { input }) => {
  const repository = findRepository(state, input);
  const ids = filterImages(repository, object(input, 'filter')).flatMap(({ digest }): WireObject[] => {
    const tags = tagsOf(repository, digest);
    return tags.length === 0 ? [{ imageDigest: digest }] : tags.map((imageTag) => ({ imageDigest: digest, imageTag }));
  });
  const { items, nextToken } = page(input, ids);
  return { imageIds: items, nextToken };
};
