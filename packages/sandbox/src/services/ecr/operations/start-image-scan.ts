import { AwsFault, type Operation } from '../../../model/service.ts';
import { beginScan, isScannable } from '../../registry/begin-scan.ts';
import type { RegistryState } from '../../registry/state.ts';
import { findRepository, imageNotFound, isFailure, lookUpImage, readImageId } from '../find.ts';
import { object } from '../input.ts';

const day = 24 * 3600_000;

/** Begins a scan of basic scanning, once a day an image. */
export const startImageScan: Operation<RegistryState> = (state, { input, now }) => {
  const repository = findRepository(state, input);
  const imageId = readImageId(object(input, 'imageId'));
  const image = lookUpImage(repository, imageId);
  if (isFailure(image)) throw imageNotFound(state, repository, imageId);
  if (repository.scanning.type === 'ENHANCED') {
    throw new AwsFault('ValidationException', 'This feature is disabled while enhanced scanning is on');
  }
  if (!isScannable(image)) {
    throw new AwsFault('UnsupportedImageTypeException', 'The image is of a type that cannot be scanned.');
  }
  if (image.scan !== null && now < image.scan.startedAt + day) {
    throw new AwsFault('LimitExceededException', 'The scan quota per image has been exceeded. Wait and try again.');
  }
  image.scan = beginScan(repository, now);
  return {
    registryId: state.account,
    repositoryName: repository.name,
    imageId: { imageDigest: image.digest, ...(imageId.imageTag === null ? {} : { imageTag: imageId.imageTag }) },
    imageScanStatus: { status: 'IN_PROGRESS' },
  };
};
