import type { Operation, WireObject } from '../../../model/service.ts';
import type { RegistryState } from '../../registry/state.ts';
import { findRepository, isFailure, lookUpImage, readImageId } from '../find.ts';
import { objects } from '../input.ts';
import { imageView } from '../views.ts';

/** Manifests by tag or digest; what is not there is a failure of its own and not of the call. */
export const batchGetImage: Operation<RegistryState> = (state, { input, now }) => {
  const repository = findRepository(state, input);
  const images: WireObject[] = [];
  const failures: WireObject[] = [];
  for (const imageId of objects(input, 'imageIds')) {
    const id = readImageId(imageId);
    const found = lookUpImage(repository, id);
    if (isFailure(found)) failures.push({ imageId, failureCode: found.code, failureReason: found.reason });
    else {
      found.pulledAt = now;
      images.push(imageView(state, repository, { image: found, tag: id.imageTag }));
    }
  }
  return { images, failures };
};
