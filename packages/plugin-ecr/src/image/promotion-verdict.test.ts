import { expect, test } from 'vitest';
import type { ImageFact } from '../model/facts.ts';
import { promotionVerdict } from './promotion-verdict.ts';

const commit = 'c0ffee';
const image = (digest: string, revision: string | null): ImageFact => ({ digest, revision, platforms: [] });
const hidden: ImageFact = { inaccessible: 'ImageInaccessible' };
const ours = image('sha256:1', commit);

test.each<[string, ImageFact, ImageFact, object]>([
  ['nothing anywhere', null, null, { kind: 'no-source' }],
  ['the source has it', null, ours, { kind: 'copy', digest: 'sha256:1', adopted: false }],
  ['the source has another commit', null, image('sha256:2', 'decaf'), { kind: 'other-source', revision: 'decaf' }],
  ['the source does not say its commit', null, image('sha256:2', null), { kind: 'other-source', revision: null }],
  ['the source is archived', null, hidden, { kind: 'source-inaccessible', reason: 'ImageInaccessible' }],
  ['both have it', ours, ours, { kind: 'ours', digest: 'sha256:1' }],
  ['the source lost it', ours, null, { kind: 'ours', digest: 'sha256:1' }],
  ['the source archived it', ours, hidden, { kind: 'ours', digest: 'sha256:1' }],
  ['two builds of the commit', image('sha256:9', commit), ours, { kind: 'other-build', source: 'sha256:1' }],
  ['the target has another commit', image('sha256:2', 'decaf'), ours, { kind: 'taken', revision: 'decaf' }],
  ['the target does not say its commit', image('sha256:2', null), ours, { kind: 'taken', revision: null }],
  ['the target is archived', hidden, ours, { kind: 'inaccessible', reason: 'ImageInaccessible' }],
])('%s', (...[, target, source, verdict]) => {
  expect(promotionVerdict({ target, source }, { commit, adopt: false })).toMatchObject(verdict);
});

test.each<[string, ImageFact, ImageFact, object]>([
  ['a source without a commit is copied', null, image('sha256:1', null), { kind: 'copy', adopted: true }],
  ['both are the image without a commit', image('sha256:1', null), image('sha256:1', null), { kind: 'adopted' }],
  ['another image without a commit', image('sha256:2', null), image('sha256:1', null), { kind: 'other-build' }],
  ['a source of another commit', null, image('sha256:1', 'decaf'), { kind: 'other-source' }],
])('with --adopt-image: %s', (...[, target, source, verdict]) => {
  expect(promotionVerdict({ target, source }, { commit, adopt: true })).toMatchObject(verdict);
});
