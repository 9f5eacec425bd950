import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exportedNames } from '../../../scripts/exports/exported-names.ts';

const packages = join(import.meta.dirname, '../..');
const sources = globSync('src/**/*.ts', { cwd: join(import.meta.dirname, '..') })
  .filter((file) => !file.endsWith('.test.ts'))
  .map((file) => readFileSync(join(import.meta.dirname, '..', file), 'utf8'));

const imported = (from: string): readonly string[] =>
  sources.flatMap((text) =>
    [...text.matchAll(new RegExp(`import (?:type )?\\{([^{}]*)\\} from '${from}'`, 'g'))].flatMap(([, list = '']) =>
      list
        .split(',')
        .map((name) => name.trim().replace(/^type /, ''))
        .filter((name) => name !== ''),
    ),
  );

test('the plugin uses only what every plugin can import from funade and funade/aws', () => {
  const open = new Set(['index.ts', 'aws.ts'].flatMap((file) => exportedNames(join(packages, 'cli/src', file))));
  const used = ['@funade/core', '@funade/core/author', '@funade/aws'].flatMap(imported);
  expect(used.length).toBeGreaterThan(50);
  expect([...new Set(used.filter((name) => !open.has(name)))]).toEqual([]);
});
