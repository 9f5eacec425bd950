import { expect, test } from 'vitest';
import { cacheOfBuild } from './cache-of-build.ts';

const own = 'host/shop/api:buildcache';
const both = { cacheable: true, byDefault: true };

test.each<[string, Parameters<typeof cacheOfBuild>[0]['build'], { cacheable: boolean; byDefault: boolean }, unknown]>([
  ['nothing written', {}, both, { from: [own], to: own, optional: true }],
  ['nothing written, a tag that cannot be overwritten', {}, { ...both, cacheable: false }, null],
  ['nothing written, a builder that writes no caches', {}, { ...both, byDefault: false }, null],
  ['false', { cache: false }, both, null],
  [
    'true, whatever the repository',
    { cache: true },
    { ...both, cacheable: false },
    { from: [own], to: own, optional: false },
  ],
  ['only from', { cache: { from: ['a:1', 'b:2'] } }, both, { from: ['a:1', 'b:2'], to: null, optional: false }],
  ['only to', { cache: { to: 'type=gha' } }, both, { from: [], to: 'type=gha', optional: false }],
])('%s', (...[, build, can, cache]) => {
  expect(cacheOfBuild({ build, repositoryUri: 'host/shop/api', ...can })).toEqual(cache);
});
