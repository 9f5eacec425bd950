import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bin, type RunningBin, startBin } from '../packages/cli/test/run-bin.ts';
import { codeBlocks } from '../scripts/docs/pages.ts';

const file = 'docs/getting-started.md';

/** What the page has people type up to their first deploy to AWS, one command a line; what npm would fetch is left out. */
async function typedLines(): Promise<readonly string[]> {
  const text = await readFile(new URL(`../${file}`, import.meta.url), 'utf8');
  const [beforeAws = ''] = text.split('## 4.');
  return codeBlocks({ file, text: beforeAws })
    .filter(({ language }) => language === 'sh')
    .flatMap(({ code }) => code.split('\n'))
    .filter((line) => !line.startsWith('npm '));
}

test('what the page on getting started has people type ends as it says', { timeout: 180_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'funade-started-'));
  const path = `${folder}/.bin:${process.env.PATH}`;
  const author = {
    GIT_AUTHOR_NAME: 'A',
    GIT_AUTHOR_EMAIL: 'a@example.com',
    GIT_COMMITTER_NAME: 'A',
    GIT_COMMITTER_EMAIL: 'a@example.com',
  };
  const shell = (line: string, env: Readonly<Record<string, string>>) =>
    spawnSync('sh', ['-c', line], {
      cwd: folder,
      encoding: 'utf8',
      env: { HOME: folder, PATH: path, ...author, ...env },
    });
  shell('git init --quiet --initial-branch main . && mkdir .bin && echo .bin > .git/info/exclude', {});
  await writeFile(join(folder, '.bin/npx'), `#!/bin/sh\nshift\nexec "${process.execPath}" "${bin}" "$@"\n`, {
    mode: 0o755,
  });

  let sandbox: RunningBin | null = null;
  let env: Readonly<Record<string, string>> = {};
  const ended: [string, number | null][] = [];
  try {
    for (const line of await typedLines()) {
      const [, options] = /^npx funade (sandbox .*)$/.exec(line) ?? [];
      if (options === undefined) {
        const { status } = shell(line, env);
        ended.push([line, status]);
        continue;
      }
      await sandbox?.[Symbol.asyncDispose]();
      // People watch; a test does not.
      const faster = options.replace(/--speed \d+/, '--speed 600');
      sandbox = startBin([...faster.split(' '), '--json'], { cwd: folder });
      await sandbox.said(/\n/);
      env = JSON.parse(sandbox.out()).environment;
    }
    expect(ended.map(([line, status]) => [status, line])).toEqual(ended.map(([line]) => [0, line]));
    expect(ended.length).toBeGreaterThan(7);
    // The last sandbox is one whose tasks crash: the page says how a deploy ends there.
    const bad = shell('npx funade deploy staging', env);
    expect([bad.status, bad.stdout]).toEqual([3, expect.stringContaining('(ROLLED_BACK)')]);
  } finally {
    await sandbox?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  }
});
