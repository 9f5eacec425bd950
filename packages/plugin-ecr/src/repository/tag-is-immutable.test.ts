import { expect, test } from 'vitest';
import { tagIsImmutable } from './tag-is-immutable.ts';

const wildcard = (...filters: string[]) => filters.map((filter) => ({ filterType: 'WILDCARD', filter }));

test.each([
  ['a mutable repository', { imageTagMutability: 'MUTABLE' }, 'v1.0.0', false],
  ['a repository without the setting', {}, 'v1.0.0', false],
  ['an immutable repository', { imageTagMutability: 'IMMUTABLE' }, 'v1.0.0', true],
  [
    'an immutable repository that excludes the tag',
    { imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION', imageTagMutabilityExclusionFilters: wildcard('dev-*', 'v*') },
    'v1.0.0',
    false,
  ],
  [
    'an immutable repository that excludes other tags',
    { imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION', imageTagMutabilityExclusionFilters: wildcard('dev-*') },
    'v1.0.0',
    true,
  ],
  [
    'a mutable repository that excludes the tag',
    { imageTagMutability: 'MUTABLE_WITH_EXCLUSION', imageTagMutabilityExclusionFilters: wildcard('v*.*.*') },
    'v1.0.0',
    true,
  ],
  [
    'a filter whose dot stands for itself',
    { imageTagMutability: 'MUTABLE_WITH_EXCLUSION', imageTagMutabilityExclusionFilters: wildcard('v1.0') },
    'v1x0',
    false,
  ],
  [
    'filters left over on a plain immutable repository',
    { imageTagMutability: 'IMMUTABLE', imageTagMutabilityExclusionFilters: wildcard('v*') },
    'v1.0.0',
    true,
  ],
])('%s', (...[, setting, tag, immutable]) => expect(tagIsImmutable(setting, tag)).toBe(immutable));
