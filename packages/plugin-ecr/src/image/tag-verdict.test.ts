import { expect, test } from 'vitest';
import { tagVerdict } from './tag-verdict.ts';

const commit = 'a'.repeat(40);
const other = 'b'.repeat(40);
const image = (revision: string | null) => ({ digest: 'sha256:1', revision, platforms: ['linux/amd64'] });

test.each([
  ['no image under the tag', null, false, 'free'],
  ['an image of this commit', image(commit), false, 'ours'],
  ['an image of another commit', image(other), false, 'taken'],
  ['an image of another commit with --adopt-image', image(other), true, 'taken'],
  ['an image of this commit with uncommitted changes', image(`${commit}-dirty`), false, 'taken'],
  ['an image without the label', image(null), false, 'taken'],
  ['an image without the label and --adopt-image', image(null), true, 'adopted'],
  ['an archived image', { inaccessible: 'ImageInaccessible' }, true, 'inaccessible'],
])('%s', (...[, fact, adopt, kind]) => expect(tagVerdict(fact, { commit, adopt }).kind).toBe(kind));
