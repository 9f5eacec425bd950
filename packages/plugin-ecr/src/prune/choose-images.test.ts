import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseImages, type StoredImage } from './choose-images.ts';

const repository = 'shop/api';

function image(name: string, more: Partial<StoredImage> = {}): StoredImage {
  const tags = name.startsWith('v') ? [`${name}.0.0`] : [];
  return { digest: `sha256:${name}`, tags, pushedAt: 0, recent: false, children: [], subject: null, ...more };
}

const gone = (images: readonly StoredImage[], keeps: readonly string[] = [], keep = 0): readonly string[] =>
  chooseImages(images, { repository, keeps, keep }).map(({ digest }) => digest.slice(7));

test.each<[string, readonly StoredImage[], readonly string[], readonly string[]]>([
  ['a release and what has no tag', [image('v1'), image('old')], [], ['v1', 'old']],
  ['not what a reference names by tag', [image('v1'), image('v2')], ['host.test/shop/api:v1.0.0'], ['v2']],
  ['not what a reference names by digest', [image('v1'), image('v2')], ['h.test/shop/api:v9@sha256:v1'], ['v2']],
  ['not what a digest alone names', [image('v1'), image('v2')], ['sha256:v2'], ['v1']],
  ['what a reference to another repository names', [image('v1')], ['host.test/shop/web:v1.0.0', 'v1.0.0'], ['v1']],
  ['not what is recent', [image('v1', { recent: true }), image('v2')], [], ['v2']],
  [
    'not what has a tag of somebody',
    [image('v1', { tags: ['v1.0.0', 'latest'] }), image('c', { tags: ['buildcache'] })],
    [],
    [],
  ],
  ['the image of a branch', [image('b', { tags: ['main-0a1b2c3'] })], [], ['b']],
  [
    'an index before its images',
    [image('a'), image('b'), image('v1', { children: ['sha256:a', 'sha256:b'], pushedAt: 9 })],
    [],
    ['v1', 'a', 'b'],
  ],
  [
    'not the images of an index that stays',
    [image('a'), image('b'), image('v1', { children: ['sha256:a'] })],
    ['sha256:v1'],
    ['b'],
  ],
  ['not what refers to what stays', [image('v1'), image('sig', { subject: 'sha256:v1' })], ['sha256:v1'], []],
  ['what refers to what goes', [image('v1'), image('sig', { subject: 'sha256:v1' })], [], ['v1', 'sig']],
  [
    'not what refers to an image of an index that stays',
    [image('a'), image('v1', { children: ['sha256:a'] }), image('sig', { subject: 'sha256:a' })],
    ['sha256:v1'],
    [],
  ],
])('goes: %s', (_, ...[images, keeps, names]) => expect(gone(images, keeps)).toEqual(names));

test('the newest releases stay, however many other images are newer', () => {
  const images = [1, 2, 3, 4].map((number) => image(`v${number}`, { pushedAt: number }));
  const branch = image('b', { tags: ['latest'], pushedAt: 9 });
  expect(gone([branch, ...images], [], 2)).toEqual(['v1', 'v2']);
});

const arbitrary = fc
  .array(
    fc.record({
      tagged: fc.boolean(),
      recent: fc.boolean(),
      named: fc.boolean(),
      links: fc.array(fc.nat(9), { maxLength: 3 }),
      subject: fc.option(fc.nat(9)),
    }),
    { maxLength: 10 },
  )
  .map((rows) =>
    rows.map(({ tagged, recent, named, links, subject }, index) => ({
      named,
      image: image(tagged ? `v${index}` : `d${index}`, {
        pushedAt: index,
        recent,
        // Only what was there before can be named by an index, or referred to.
        children: links.filter((link) => link < index).map((link) => digestOf(rows, link)),
        subject: subject === null || subject >= index ? null : digestOf(rows, subject),
      }),
    })),
  );

function digestOf(rows: readonly { readonly tagged: boolean }[], index: number): string {
  return `sha256:${rows[index]?.tagged === true ? 'v' : 'd'}${index}`;
}

test('nothing that is named, nor its images, nor what refers to them, ever goes; and ECR takes the order', () => {
  fc.assert(
    fc.property(arbitrary, fc.nat(3), (rows, keep) => {
      const images = rows.map((row) => row.image);
      const keeps = rows.flatMap((row) => (row.named ? [row.image.digest] : []));
      const old = chooseImages(images, { repository, keeps, keep });
      const left = new Set(images.map(({ digest }) => digest));
      for (const { digest } of old) {
        expect(images.some((other) => left.has(other.digest) && other.children.includes(digest))).toBe(false);
        left.delete(digest);
      }
      for (const digest of keeps) expect(left).toContain(digest);
      for (const { digest, subject } of images) {
        if (subject !== null && left.has(subject)) expect(left).toContain(digest);
      }
    }),
    { seed: 20261130, numRuns: 500 },
  );
});
