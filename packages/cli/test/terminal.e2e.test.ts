import { expect, test } from 'vitest';
import { startInstalledShop } from './installed-shop.ts';
import { leftOut, missingParts } from './parts.ts';
import { bin, startChild } from './run-bin.ts';
import type { Shop } from './shop.ts';

const missing = missingParts('terminal');
const noTerminal = leftOut(missing);

/** Runs the command on a terminal of this size, `stty` taking the place of a window. */
function onTerminal(shop: Shop, typed: string, size: string) {
  const command = `stty ${size}; exec ${process.execPath} ${bin} ${typed}`;
  const { NO_COLOR: _, ...env } = shop.env;
  return startChild('script', ['--quiet', '--return', '--flush', '--command', command, '/dev/null'], {
    cwd: shop.folder,
    env: { ...env, TERM: 'xterm-256color', SHELL: '/bin/sh' },
  });
}

const sandbox = { clock: 'real', speed: 20 } as const;

// Side by side: they wait for the sandbox's time more than they compute.
test
  .skipIf(missing.length > 0)
  .concurrent(`a terminal gets the list, in colours, and its cursor back${noTerminal}`, async () => {
    await using shop = await startInstalledShop({ sandbox });
    await using deploy = onTerminal(shop, 'deploy staging --tag v1.0.0', 'cols 100 rows 40');
    const { code, out } = await deploy.ended();
    expect(code).toBe(0);
    expect(out).toContain('\u001b[?25l');
    expect(out.lastIndexOf('\u001b[?25h')).toBeGreaterThan(out.lastIndexOf('\u001b[?25l'));
    expect(out).toContain('\u001b[32m✔\u001b[39m api@staging');
    expect(out).toContain('staging: 3 succeeded');
    expect(out).not.toMatch(/^\d{4}-\d\d-\d\dT/m);
  });

test.skipIf(missing.length > 0).concurrent.each(['cols 0 rows 0', 'cols 12 rows 5', 'cols 1 rows 1'])(
  `a terminal of %s is drawn on without an error${noTerminal}`,
  async (size) => {
    await using shop = await startInstalledShop({ sandbox });
    await using deploy = onTerminal(shop, 'deploy staging --tag v1.0.0 --service api', size);
    const { code, out } = await deploy.ended();
    expect(code).toBe(0);
    expect(out).toContain('staging: 1 succeeded');
  },
);

test.skipIf(missing.length > 0).concurrent(`a question on a terminal is answered there${noTerminal}`, async () => {
  await using shop = await startInstalledShop({ sandbox });
  await using deploy = onTerminal(shop, 'deploy production --tag v1.0.0 --service api', 'cols 100 rows 40');
  await deploy.said(/\[y\/N\] /);
  deploy.child.stdin?.write('no\n');
  const { code, out } = await deploy.ended();
  expect(code).toBe(8);
  expect(out).toContain('not confirmed');
  expect(shop.writes()).toEqual([]);
});

test
  .skipIf(missing.length > 0)
  .concurrent(`Ctrl-C on a terminal exits 130 and gives the cursor back${noTerminal}`, async () => {
    await using shop = await startInstalledShop({ sandbox: { clock: 'real', speed: 1 } });
    await using deploy = onTerminal(shop, 'deploy staging --tag v1.0.0 --service api', 'cols 100 rows 40');
    await deploy.said(/wait .*running/);
    deploy.child.stdin?.write('\u0003');
    const { code, out } = await deploy.ended();
    expect(code).toBe(130);
    expect(out).toContain('continues in ECS');
    expect(out.lastIndexOf('\u001b[?25h')).toBeGreaterThan(out.lastIndexOf('\u001b[?25l'));
  });
