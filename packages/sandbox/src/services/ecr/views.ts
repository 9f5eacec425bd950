import type { WireObject } from '../../model/service.ts';
import type { RegistryState, Repository, StoredImage } from '../registry/state.ts';
import { seconds } from './input.ts';

/** A repository as ECR shows it. */
export function repositoryView({ account, host }: RegistryState, repository: Repository): WireObject {
  const { name, arn, createdAt, mutability, scanOnPush, encryptionType, kmsKey } = repository;
  return {
    repositoryArn: arn,
    registryId: account,
    repositoryName: name,
    repositoryUri: `${host}/${name}`,
    createdAt: seconds(createdAt),
    imageTagMutability: mutability,
    ...exclusionView(repository),
    imageScanningConfiguration: { scanOnPush },
    encryptionConfiguration: { encryptionType, ...(kmsKey === null ? {} : { kmsKey }) },
  };
}

/** The exclusion filters; nothing when there are none. */
export function exclusionView({ exclusions }: Repository): WireObject {
  if (exclusions.length === 0) return {};
  return { imageTagMutabilityExclusionFilters: exclusions.map((filter) => ({ filterType: 'WILDCARD', filter })) };
}

/** The tags of an image, in the order of their letters. */
export function tagsOf({ tags }: Repository, digest: string): string[] {
  return [...tags]
    .filter(([, tagged]) => tagged === digest)
    .map(([tag]) => tag)
    .sort();
}

/** An image as DescribeImages shows it. */
export function imageDetailView({ account }: RegistryState, repository: Repository, image: StoredImage): WireObject {
  const tags = tagsOf(repository, image.digest);
  return {
    registryId: account,
    repositoryName: repository.name,
    imageDigest: image.digest,
    ...(tags.length === 0 ? {} : { imageTags: tags }),
    imageSizeInBytes: image.size,
    imagePushedAt: seconds(image.pushedAt),
    imageManifestMediaType: image.mediaType,
    ...(image.artifactType === null ? {} : { artifactMediaType: image.artifactType }),
    ...(image.pulledAt === null ? {} : { lastRecordedPullTime: seconds(image.pulledAt) }),
    ...(image.archivedAt === null ? {} : { lastArchivedAt: seconds(image.archivedAt) }),
    ...(image.subject === null ? {} : { subjectManifestDigest: image.subject }),
    imageStatus: image.status,
  };
}

/** An image as BatchGetImage and PutImage show it. */
export function imageView(
  { account }: RegistryState,
  repository: Repository,
  { image, tag }: { readonly image: StoredImage; readonly tag: string | null },
): WireObject {
  return {
    registryId: account,
    repositoryName: repository.name,
    imageId: { imageDigest: image.digest, ...(tag === null ? {} : { imageTag: tag }) },
    imageManifest: image.manifest.toString('utf8'),
    imageManifestMediaType: image.mediaType,
  };
}
