import { expect, test } from 'vitest';
import { imageName } from './image-name.ts';

const image = { uri: 'host/shop/api', tag: 'v1.2.3', digest: 'sha256:1' };

test.each([
  ['tag and digest unless told otherwise', image, undefined, 'host/shop/api:v1.2.3@sha256:1'],
  ['tag and digest', image, 'tag-and-digest', 'host/shop/api:v1.2.3@sha256:1'],
  ['the digest alone', image, 'digest', 'host/shop/api@sha256:1'],
  ['the tag alone', image, 'tag', 'host/shop/api:v1.2.3'],
  [
    'the digest of an image without a tag, whatever is asked for',
    { ...image, tag: null },
    'tag',
    'host/shop/api@sha256:1',
  ],
] as const)('%s', (...[, given, form, name]) => {
  expect(imageName(given, form)).toBe(name);
});
