import { expect, test } from 'vitest';
import type { RepositorySettings } from '../options/repository-options.ts';
import { type RepositoryRequest, repositoryRequest } from './repository-request.ts';

test.each<[string, RepositorySettings, Omit<RepositoryRequest, 'repositoryName'>]>([
  ['nothing: tags hold still', {}, { imageTagMutability: 'IMMUTABLE' }],
  ['tags that move', { tagMutability: 'MUTABLE' }, { imageTagMutability: 'MUTABLE' }],
  [
    'exclusions alone',
    { tagMutabilityExclusions: ['buildcache', 'pr-*'] },
    {
      imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
      imageTagMutabilityExclusionFilters: [
        { filterType: 'WILDCARD', filter: 'buildcache' },
        { filterType: 'WILDCARD', filter: 'pr-*' },
      ],
    },
  ],
  [
    'everything',
    {
      tagMutability: 'MUTABLE_WITH_EXCLUSION',
      tagMutabilityExclusions: ['v*'],
      scanOnPush: true,
      encryption: { type: 'KMS', kmsKey: 'alias/images' },
      tags: { team: 'checkout' },
    },
    {
      imageTagMutability: 'MUTABLE_WITH_EXCLUSION',
      imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: 'v*' }],
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfiguration: { encryptionType: 'KMS', kmsKey: 'alias/images' },
      tags: [{ Key: 'team', Value: 'checkout' }],
    },
  ],
  [
    'encryption with the key of AWS, no scan',
    { scanOnPush: false, encryption: { type: 'KMS_DSSE' } },
    {
      imageTagMutability: 'IMMUTABLE',
      imageScanningConfiguration: { scanOnPush: false },
      encryptionConfiguration: { encryptionType: 'KMS_DSSE' },
    },
  ],
])('%s', (_, settings, request) => {
  expect(repositoryRequest('shop/api', settings)).toEqual({ repositoryName: 'shop/api', ...request });
});
