import type { RepositorySettings } from '../options/repository-options.ts';

/** The body of CreateRepository, as far as we write it. */
export interface RepositoryRequest {
  readonly repositoryName: string;
  readonly imageTagMutability: NonNullable<RepositorySettings['tagMutability']>;
  readonly imageTagMutabilityExclusionFilters?: readonly { readonly filterType: 'WILDCARD'; readonly filter: string }[];
  readonly imageScanningConfiguration?: { readonly scanOnPush: boolean };
  readonly encryptionConfiguration?: {
    readonly encryptionType: 'AES256' | 'KMS' | 'KMS_DSSE';
    readonly kmsKey?: string;
  };
  readonly tags?: readonly { readonly Key: string; readonly Value: string }[];
}

/** What a repository is created with: tags that hold still unless the settings say otherwise, and nothing that is not written. */
export function repositoryRequest(repositoryName: string, settings: RepositorySettings): RepositoryRequest {
  const { tagMutability, tagMutabilityExclusions: exclusions, scanOnPush, encryption, tags } = settings;
  return {
    repositoryName,
    imageTagMutability: tagMutability ?? (exclusions === undefined ? 'IMMUTABLE' : 'IMMUTABLE_WITH_EXCLUSION'),
    ...(exclusions === undefined
      ? {}
      : { imageTagMutabilityExclusionFilters: exclusions.map((filter) => ({ filterType: 'WILDCARD', filter })) }),
    ...(scanOnPush === undefined ? {} : { imageScanningConfiguration: { scanOnPush } }),
    ...(encryption === undefined
      ? {}
      : {
          encryptionConfiguration: {
            encryptionType: encryption.type,
            ...(encryption.kmsKey === undefined ? {} : { kmsKey: encryption.kmsKey }),
          },
        }),
    ...(tags === undefined ? {} : { tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }),
  };
}
