import { expect, test } from 'vitest';
import { makeInitFolder } from './init-folder.ts';
import { leftOut, missingParts } from './parts.ts';
import { bin, runBin, startChild } from './run-bin.ts';

const missing = missingParts('terminal');

test.skipIf(missing.length > 0)(
  `init asks on a terminal, and writes what was answered${leftOut(missing)}`,
  async () => {
    await using shop = await makeInitFolder();
    const command = `exec ${process.execPath} ${bin} init --no-color`;
    await using init = startChild('script', ['--quiet', '--return', '--flush', '--command', command, '/dev/null'], {
      cwd: shop.folder,
      env: { TERM: 'xterm-256color', SHELL: '/bin/sh' },
    });
    const answers = [
      [/project \[shop\]: /, ''],
      [/services \[api\]: /, 'web'],
      [/environments \[staging,production\]: /, 'live'],
      [/account: /, '333333333333'],
      [/region \[us-east-1\]: /, 'eu-west-1'],
      [/CI \(gitlab, github or none\) \[gitlab\]: /, 'github'],
    ] as const;
    for (const [question, answer] of answers) {
      await init.said(question);
      init.child.stdin?.write(`${answer}\n`);
    }
    const { code, out } = await init.ended();
    expect([code, out]).toEqual([0, expect.stringContaining('+ .github/workflows/deploy.yml')]);
    const config = await shop.read('deploy.config.ts');
    for (const said of ["repository: 'shop/web'", "'333333333333'", "'eu-west-1'"]) expect(config).toContain(said);
  },
);

test('without a terminal nothing is asked', async () => {
  await using shop = await makeInitFolder();
  const { code, out } = await runBin(['init', '--ci', 'none'], { cwd: shop.folder });
  expect([code, out]).toEqual([0, expect.stringContaining('+ deploy.config.ts')]);
});
