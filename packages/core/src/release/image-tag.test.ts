import { expect, test } from 'vitest';
import { commit } from '../../test/support/shop.ts';
import type { GitRef } from './git-facts.ts';
import { imageTagPart, isImageTag, whyMoving } from './image-tag.ts';

test.each([
  ['v1.2.3', true],
  ['_x', true],
  ['A'.repeat(128), true],
  ['A'.repeat(129), false],
  ['', false],
  ['.x', false],
  ['-x', false],
  ['a/b', false],
  ['a:b', false],
  ['a+b', false],
  ['a b', false],
  ['v1\n', false],
])('%j', (text, fits) => expect(isImageTag(text)).toBe(fits));

test.each([
  ['feature/x', 'feature-x'],
  ['v1.0.0+build.5', 'v1.0.0_build.5'],
  ['größe@2', 'gr--e-2'],
])('%s becomes %s', (name, part) => expect(imageTagPart(name)).toBe(part));

const tag: GitRef = { type: 'tag', name: 'api/v1.2.3' };
const branch: GitRef = { type: 'branch', name: 'feature/x' };
const why = (text: string, ref: GitRef) =>
  whyMoving(text, { ref, version: ref.type === 'tag' ? '1.2.3' : null, commit, environments: ['staging', 'eu'] });
const moved = 'is a name that moves between images';

test.each<[string, string, GitRef, string | null]>([
  ['the tag', 'v1.2.3', tag, null],
  ['its version', 'api-1.2.3', tag, null],
  ['the commit', '4f2d9e1', tag, null],
  ['latest', 'latest', tag, moved],
  ['Latest', 'Latest', tag, moved],
  ['stable', 'stable', tag, moved],
  ['test', 'test', branch, moved],
  ['main', 'main', branch, moved],
  ['an environment', 'eu', tag, 'is the name of an environment'],
  ['a word', 'shop', tag, 'contains neither the git tag nor its version nor the commit'],
  ['the branch', 'feature-x', branch, 'is the name of the branch'],
  ['another word', 'shop', branch, 'does not contain the commit'],
  ['a beginning of the commit that is too short', 'x-4f2d9e', branch, 'does not contain the commit'],
  ['branch and commit', 'feature-x-4f2d9e1', branch, null],
  ['the whole commit', commit, branch, null],
  ['a moving name with the commit', 'latest-4f2d9e1', branch, null],
])('%s', (_, ...[text, ref, expected]) => expect(why(text, ref)).toBe(expected));

test('a git tag that is a moving name is a moving image tag', () => {
  const ref: GitRef = { type: 'tag', name: 'latest' };
  expect(whyMoving('latest', { ref, version: null, commit, environments: [] })).toBe(moved);
});
