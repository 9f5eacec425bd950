import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { expect, test } from 'vitest';
import { commandPages } from '../../packages/cli/src/model/pages.ts';
import { root } from '../packages.ts';
import { anchorsOf, headingAnchor, type Link, loadPages, ownLinks } from './pages.ts';

const pages = loadPages();
const anchors = new Map(pages.map((page) => [page.file, anchorsOf(page)]));

test('every link leads to a file that exists, and to a heading that it has', () => {
  const links = pages.flatMap(ownLinks);
  expect(links.length).toBeGreaterThan(100);
  expect(links.filter((link) => !isThere(link))).toEqual([]);
});

test('what help links to exists', () => {
  const links = Object.values(commandPages).map((page) => ({ file: 'docs/README.md', target: page }));
  expect(links.filter((link) => !isThere(link))).toEqual([]);
});

test('every page below docs is reached from the index', () => {
  const reached = new Set(['docs/README.md']);
  for (const file of reached) {
    const page = pages.find((each) => each.file === file);
    for (const { target } of page === undefined ? [] : ownLinks(page)) {
      const linked = fileOf({ file, target });
      if (linked.endsWith('.md')) reached.add(linked);
    }
  }
  const own = pages
    .map(({ file }) => file)
    .filter((file) => file.startsWith('docs/') && !file.startsWith('docs/decisions/'));
  expect(own.filter((file) => !reached.has(file))).toEqual([]);
});

test.each([
  ['`funade run`', 'funade-run'],
  ['What *is* [kept](x.md) of a run?', 'what-is-kept-of-a-run'],
  ['はじめに: 設定', 'はじめに-設定'],
  ['IMAGE_TAG_TAKEN', 'image_tag_taken'],
])('the anchor of %s', (heading, anchor) => {
  expect(headingAnchor(heading.replaceAll('*', ''))).toBe(anchor);
});

function fileOf({ file, target }: Link): string {
  const [path = ''] = target.split('#');
  return path === '' ? file : posix.normalize(posix.join(posix.dirname(file), path));
}

function isThere(link: Link): boolean {
  const file = fileOf(link);
  const anchor = link.target.split('#')[1];
  if (!existsSync(join(root, file))) return false;
  return anchor === undefined || anchors.get(file)?.has(decodeURIComponent(anchor)) !== false;
}
