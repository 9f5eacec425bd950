import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../packages.ts';
import { inlineCommands } from './command-lines.ts';
import { type CodeBlock, codeBlocks, loadPages, type Page } from './pages.ts';

const pages = new Map(loadPages().map((page) => [page.file, page]));
const translated = [...pages.values()].filter(({ file }) => originalOf(file) !== null);

test('the pages that are there in Japanese', () => {
  expect(translated.map(({ file }) => file)).toEqual([
    'README.ja.md',
    'docs/ja/ci/from-a-gitlab-script.md',
    'docs/ja/configuration.md',
    'docs/ja/getting-started.md',
    'docs/ja/history-and-rollback.md',
    'docs/ja/tags-and-branches.md',
    'docs/ja/troubleshooting.md',
  ]);
});

test.each(translated)('$file has the blocks of code of its original', (page) => {
  expect(codeBlocks(page).map(withoutComments)).toEqual(codeBlocks(original(page)).map(withoutComments));
});

test.each(translated)('$file has the commands of its original', (page) => {
  expect(commandsOf(page)).toEqual(commandsOf(original(page)));
});

test.each(translated)('$file has the headings and tables of its original', (page) => {
  expect(shapeOf(page)).toEqual(shapeOf(original(page)));
});

test.each(translated)('$file and its original link to each other, or are reached from pages that do', ({ file }) => {
  expect(existsSync(join(root, originalOf(file) ?? ''))).toBe(true);
  const index = pages.get('README.ja.md')?.text ?? '';
  if (file !== 'README.ja.md') expect(index).toContain(`(${file})`);
});

/** The page that is translated; null for one that is not a translation. */
function originalOf(file: string): string | null {
  if (file === 'README.ja.md') return 'README.md';
  return file.startsWith('docs/ja/') ? file.replace('docs/ja/', 'docs/') : null;
}

function original({ file }: Page): Page {
  const page = pages.get(originalOf(file) ?? '');
  if (page === undefined) throw new Error(`${file} translates nothing`);
  return page;
}

/** Comments may be in the language of the page. */
function withoutComments({ language, code }: CodeBlock): string {
  const lines = code
    .split('\n')
    .map((line) => line.replace(/(^|\s)(?:\/\/|#) .*$/, '').trimEnd())
    .filter((line) => line !== '');
  return [language, ...lines].join('\n');
}

function commandsOf(page: Page): readonly string[] {
  return [...new Set(inlineCommands(page).map(({ text }) => text))].sort();
}

/** Levels of headings, and how many rows each table has. */
function shapeOf({ text }: Page): readonly string[] {
  const shape: string[] = [];
  let rows = 0;
  for (const line of [...text.replaceAll(/^ *```[\s\S]*?^ *```$/gm, '').split('\n'), '']) {
    if (line.startsWith('|')) rows += 1;
    else if (rows > 0) {
      shape.push(`${rows} rows`);
      rows = 0;
    }
    const [, level] = /^(#+) /.exec(line) ?? [];
    if (level !== undefined) shape.push(level);
  }
  return shape;
}
