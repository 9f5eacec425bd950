import { AwsFault, type Operation, type WireObject } from '../../../model/service.ts';
import type { ImageScan, RegistryState, ScanFinding } from '../../registry/state.ts';
import { findRepository, imageIdText, imageNotFound, isFailure, lookUpImage, readImageId } from '../find.ts';
import { object, seconds } from '../input.ts';
import { page } from '../pages.ts';

export const describeImageScanFindings: Operation<RegistryState> = (state, { input, now }) => {
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
  const common = {
    registryId: state.account,
    repositoryName: repository.name,
    imageId: {
      imageDigest: image.digest,
      ...(imageId.imageTag === null ? {} : { imageTag: imageId.imageTag }),
    },
  };
  if (now < scan.completedAt) {
    return { ...common, imageScanStatus: { status: scan.type === 'BASIC' ? 'IN_PROGRESS' : 'PENDING' } };
  }
  const { status } = scan;
  if (status !== 'COMPLETE' && status !== 'ACTIVE') return { ...common, imageScanStatus: { status } };
  const { items, nextToken } = page(input, scan.findings);
  const findings = items.map((finding) => (scan.type === 'BASIC' ? basic(finding) : enhanced(finding)));
  return {
    ...common,
    imageScanStatus: { status, description: 'The scan was completed successfully.' },
    imageScanFindings: {
      imageScanCompletedAt: seconds(scan.completedAt),
      vulnerabilitySourceUpdatedAt: seconds(scan.completedAt),
      findingSeverityCounts: countBySeverity(scan),
      ...(scan.type === 'BASIC' ? { findings } : { enhancedFindings: findings }),
    },
    nextToken,
  };
};

function basic({ name, severity, description, uri, package: found }: ScanFinding): WireObject {
  const attributes = [
    { key: 'package_name', value: found?.name },
    { key: 'package_version', value: found?.version },
  ];
  return { name, severity, description, uri, ...(found === undefined ? {} : { attributes }) };
}

function enhanced({ name, severity, description, uri, package: found }: ScanFinding): WireObject {
  return {
    title: `${name} - ${found?.name ?? 'package'}`,
    severity,
    description,
    status: 'ACTIVE',
    type: 'PACKAGE_VULNERABILITY',
    packageVulnerabilityDetails: {
      vulnerabilityId: name,
      sourceUrl: uri,
      vulnerablePackages: found === undefined ? [] : [{ name: found.name, version: found.version }],
    },
  };
}

function countBySeverity({ findings }: ImageScan): WireObject {
  const counts: Record<string, number> = {};
  for (const { severity } of findings) counts[severity] = (counts[severity] ?? 0) + 1;
  return counts;
}
