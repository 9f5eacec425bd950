import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { aws } from '@funade/aws';
import { ecr } from '@funade/ecr';
import { ecs } from '@funade/ecs';
import { expect, test } from 'vitest';

const packages = fileURLToPath(new URL('../../', import.meta.url));

/** Source files that get into what is published. */
async function sourcesOf(name: string): Promise<readonly string[]> {
  const folder = join(packages, name, 'src');
  const files = await readdir(folder, { recursive: true });
  return files.filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts')).map((file) => join(folder, file));
}

test('core and the command name no kind of step of any plugin', async () => {
  const plugins = await Promise.all([aws(), ecr(), ecs()].map((reference) => reference.load()));
  const kinds = plugins.flatMap(({ steps }) => steps.map(({ kind }) => kind));
  expect(kinds.length).toBeGreaterThan(10);
  const files = (await Promise.all(['core', 'cli'].map(sourcesOf))).flat();
  expect(files.length).toBeGreaterThan(100);
  for (const file of files) {
    const text = await readFile(file, 'utf8');
    expect([file, kinds.filter((kind) => text.includes(kind))]).toEqual([file, []]);
  }
});
