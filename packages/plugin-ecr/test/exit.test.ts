import { existsSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { temporaryFolder } from './temporary-folder.ts';

test('a process that exits in the middle leaves no login on disk and no child running', async () => {
  await using temp = await temporaryFolder();
  const script = fileURLToPath(new URL('./fixtures/exit-in-the-middle.ts', import.meta.url));
  const { exitCode, stdout } = await execa(process.execPath, [script], { env: { TMPDIR: temp.path }, reject: false });
  expect(exitCode).toBe(3);
  expect(await readdir(temp.path)).toEqual([]);
  const stat = `/proc/${stdout}/stat`;
  await expect.poll(() => !existsSync(stat) || / Z /.test(readFileSync(stat, 'utf8'))).toBe(true);
});
