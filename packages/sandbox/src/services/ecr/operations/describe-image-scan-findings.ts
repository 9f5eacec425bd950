import { AwsFault, type Operation, type WireObject } from '../../../service.ts';
import type { ImageScan, RegistryState } from '../../registry/state.ts';
import { findRepository, imageIdText, imageNotFound, isFailure, lookUpImage, readImageId } from '../find.ts';
import { object, seconds } from '../input.ts';
import { page } from '../pages.ts';

export const describeImageScanFindings: Operation<RegistryState> = (state, { input }) => {
  const repository = findRepository(state, input);
  const imageId = readImageId(object(input, 'imageId'));
  const image = lookUpImage(repository, imageId);
  if (isFailure(image)) throw imageNotFound(state, repository, imageId);
  const { scan } = image;
  if (scan === null) {
    const place = `in the repository with name '${repository.name}' in the registry with id '${state.account}'`;
    throw new AwsFault(
      'ScanNotFoundException',
      `Image scan does not exist for the image with '${imageIdText(imageId)}' ${place}`,
    );
  }
  const { items, nextToken } = page(input, scan.findings);
  return {
    registryId: state.account,
    repositoryName: repository.name,
    imageId: {
      imageDigest: image.digest,
      ...(imageId.imageTag === null ? {} : { imageTag: imageId.imageTag }),
    },
    imageScanStatus: { status: scan.status, description: 'The scan was completed successfully.' },
    imageScanFindings: {
      imageScanCompletedAt: seconds(scan.completedAt),
      vulnerabilitySourceUpdatedAt: seconds(scan.completedAt),
      findingSeverityCounts: countBySeverity(scan),
      findings: items.map(({ name, severity, description, uri }) => ({ name, severity, description, uri })),
    },
    nextToken,
  };
};

function countBySeverity({ findings }: ImageScan): WireObject {
  const counts: Record<string, number> = {};
  for (const { severity } of findings) counts[severity] = (counts[severity] ?? 0) + 1;
  return counts;
}
