import type { JsonObject } from '@funade/core';
import { expect, test } from 'vitest';
import { assertLimits, limitBroken } from './assert-limits.ts';

const containers = (count: number) => Array.from({ length: count }, (_, index) => ({ name: `c${index}`, image: 'a' }));
const tags = (count: number) => Array.from({ length: count }, (_, index) => ({ key: `k${index}`, value: '' }));
const sized = (bytes: number): JsonObject => {
  const empty = { family: 'a', containerDefinitions: containers(1), pad: '' };
  return { ...empty, pad: 'x'.repeat(bytes - JSON.stringify(empty).length) };
};
const definition = (fields: JsonObject = {}) => ({ family: 'a', containerDefinitions: containers(1), ...fields });

test.each<[string, JsonObject]>([
  ['one container', definition()],
  ['ten containers', definition({ containerDefinitions: containers(10) })],
  ['a family of 255', definition({ family: 'a'.repeat(255) })],
  ['64 KiB', sized(65_536)],
  ['fifty tags', definition({ tags: tags(50) })],
  ['the longest tag', definition({ tags: [{ key: 'k'.repeat(128), value: '🦊'.repeat(256) }] })],
])('%s are taken', (_, written) => expect(limitBroken(written)).toBeNull());

test.each<[JsonObject, string]>([
  [definition({ containerDefinitions: [] }), 'Container list cannot be empty.'],
  [
    definition({ containerDefinitions: containers(11) }),
    'The maximum number of containers in a task definition: 10; there are 11',
  ],
  [
    definition({ family: 'a b' }),
    'Up to 255 letters (uppercase and lowercase), numbers, underscores, and hyphens are allowed; the family is "a b"',
  ],
  [
    definition({ family: 'a'.repeat(256) }),
    `Up to 255 letters (uppercase and lowercase), numbers, underscores, and hyphens are allowed; the family is "${'a'.repeat(256)}"`,
  ],
  [sized(65_537), "Actual length: '65537'. Max allowed length is '65536' bytes."],
  [definition({ tags: tags(51) }), 'Maximum number of tags per resource - 50; there are 51'],
  [definition({ tags: [{ key: '', value: '' }] }), 'Maximum key length - 128 Unicode characters; "" has 0'],
  [
    definition({ tags: [{ key: 'k', value: 'v'.repeat(257) }] }),
    'Maximum value length - 256 Unicode characters; that of k has 257',
  ],
])('%# is refused as AWS says', (written, reason) => {
  expect(limitBroken(written)).toBe(reason);
  expect(() => assertLimits('api@production', written)).toThrow(reason);
});

test('an image that is not pushed yet counts with the length of a reference', () => {
  const image = { $ref: ['ecr.push-image:shop/api@production', 'reference'] };
  const long = { ...sized(65_400), containerDefinitions: [{ name: 'c0', image }] };
  expect(limitBroken(long)).toMatch(/^Actual length/);
});
