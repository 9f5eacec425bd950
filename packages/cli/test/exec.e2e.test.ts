import { expect, test } from 'vitest';
import { startExecShop } from './exec-shop.ts';
import { leftOut, missingParts } from './parts.ts';
import { bin, runBin, startBin, startChild } from './run-bin.ts';

const noPlugin = missingParts('session-manager-plugin');
const noTerminal = [...noPlugin, ...missingParts('terminal')];

const sandbox = { clock: 'real', speed: 20 } as const;
const told = (command: string): readonly string[] => ['exec', 'staging', 'api', ...command.split(' ')];

test.skipIf(noPlugin.length > 0)(
  `the real plugin runs a command in the sandbox, without a terminal${leftOut(noPlugin)}`,
  async () => {
    await using shop = await startExecShop({ sandbox });
    const where = { cwd: shop.folder, env: shop.env };
    // What CI hands over is an input that has ended already.
    await using echo = startBin(told('-- echo hello'), where);
    echo.child.stdin?.end();
    expect(await echo.ended()).toMatchObject({ code: 0, out: 'hello\n', err: '' });
    await using env = startBin(['exec', 'staging', 'api', '--exit-code', '--', 'env; exit 7'], where);
    expect(await env.ended()).toMatchObject({ code: 7, out: 'SHOP=demo\n', err: '' });
    const json = await runBin(['exec', 'staging', 'api', '--json', '--exit-code', '--', 'rails', 'console'], where);
    expect([json.code, JSON.parse(json.out)]).toMatchObject([127, { exitCode: 127, output: 'sh: rails: not found\n' }]);
  },
);

test.skipIf(noPlugin.length > 0)(`what is piped in is typed, and its end is Ctrl-D${leftOut(noPlugin)}`, async () => {
  await using shop = await startExecShop({ sandbox });
  await using shell = startBin(told('-- /bin/sh'), { cwd: shop.folder, env: shop.env });
  shell.child.stdin?.end('echo typed $SHOP\n');
  const { code, out } = await shell.ended();
  expect([code, out]).toEqual([0, expect.stringContaining('typed demo\n')]);
});

test.skipIf(noTerminal.length > 0)(
  `on a terminal Ctrl-C is the command's, and the terminal is as it was${leftOut(noTerminal)}`,
  async () => {
    await using shop = await startExecShop({ sandbox });
    const command = `trap : INT; stty -g; ${process.execPath} ${bin} ${told('').join(' ').trim()}; echo "ended $?"; stty -g`;
    await using terminal = startChild('script', ['--quiet', '--flush', '--command', command, '/dev/null'], {
      cwd: shop.folder,
      env: { ...shop.env, TERM: 'xterm', SHELL: '/bin/sh' },
    });
    await terminal.said(/# $/);
    terminal.child.stdin?.write('true\u0003');
    await terminal.said(/\^C\r*\n# $/);
    terminal.child.stdin?.write('echo $SHOP\r');
    await terminal.said(/\ndemo\r/);
    terminal.child.stdin?.write('exit\r');
    await terminal.said(/ended 0/);
    const { out } = await terminal.ended();
    const modes = out.match(/^[0-9a-f]+(?::[0-9a-f]+){10,}/gm) ?? [];
    expect(modes).toHaveLength(2);
    expect(modes[1]).toBe(modes[0]);
  },
);
