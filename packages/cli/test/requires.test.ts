import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { main } from '../src/main.ts';
import { testIo } from './test-io.ts';

/** Runs a command in a folder with a config that the version at hand may not know at all. */
async function planWith(requires: string) {
  const folder = await mkdtemp(join(tmpdir(), 'funade-requires-'));
  const config = { requires, project: 'shop', optionOfLater: true };
  await writeFile(join(folder, 'deploy.config.json'), JSON.stringify(config));
  const given = testIo({ cwd: folder });
  const code = await main(['plan', 'staging'], given.io);
  await rm(folder, { recursive: true });
  return { code, err: given.err() };
}

test('a config for other versions is refused before the rest of it is looked at', async () => {
  expect(await planWith('>=10')).toEqual({
    code: 2,
    err: `error: the config requires funade >=10, and this is 9.9.9 (VERSION_NOT_ADMITTED)
  hint: npm install --save-dev "funade@>=10", or change requires in the config
`,
  });
});

test('a config for this version is checked as every other', async () => {
  expect((await planWith('^9.9')).err).toContain('optionOfLater');
});
