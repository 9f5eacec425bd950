import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtempDisposable, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Seed } from '@funade/sandbox';
import { describe, expect, test } from 'vitest';
import { startInstalledShop } from './installed-shop.ts';
import { isMissing, leftOut } from './parts.ts';
import { bin, runBin, startBin, startChild } from './run-bin.ts';

const typed = 'deploy staging --tag v1.0.0 --service api --allow-dirty';

/** A shop whose new tasks never start, so that a deploy waits until it is stopped. */
function stuck(seed: Seed): Seed {
  const copy = structuredClone(seed);
  for (const { regions } of Object.values(copy.accounts)) {
    for (const region of Object.values(regions ?? {})) {
      if (region !== undefined) region.behaviours = [{ match: { image: '*v1.0.0*' }, becomes: 'never-starts' }];
    }
  }
  return copy;
}

/** As an install leaves it: a program in `node_modules/.bin`, a script in `package.json` and one in a file. */
async function install(folder: string): Promise<void> {
  const programs = join(folder, 'node_modules/.bin');
  await mkdir(programs, { recursive: true });
  await writeFile(join(programs, 'funade'), `#!/bin/sh\nexec node '${bin}' "$@"\n`, { mode: 0o755 });
  const scripts = { ship: `funade ${typed}` };
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module', scripts }));
  await writeFile(join(folder, 'ship.sh'), `node_modules/.bin/funade ${typed}\necho done\n`);
}

/** A real pnpm, as `npx` brings it; null where no registry gives it. */
function findPnpm(): string | null {
  const asked = ['--yes', 'pnpm@12.21.0', 'exec', 'node', '-p', 'process.env.npm_execpath'];
  const { status, stdout } = spawnSync('npx', asked, { encoding: 'utf8', timeout: 60_000 });
  return status === 0 ? stdout.trim() : null;
}

const pnpm = findPnpm();
const noPnpm = leftOut(isMissing('pnpm', pnpm !== null) ? ['pnpm'] : []);

/** The deploy of a shop whose tasks never start, under a wrapper, once it waits. */
async function startWrapped(wrapper: string, args: readonly string[]) {
  await using started = new AsyncDisposableStack();
  const shop = started.use(await startInstalledShop({ seed: stuck, sandbox: { clock: 'real', speed: 1 } }));
  const temp = started.use(await mkdtempDisposable(join(tmpdir(), 'funade-temp-')));
  await install(shop.folder);
  const env = { ...shop.env, TMPDIR: temp.path, PATH: `${dirname(process.execPath)}:${process.env.PATH}` };
  // A session of its own, so that its whole group can be sent a signal.
  const options = { cwd: shop.folder, env: { ...env, npm_config_cache: temp.path, CI: '1' } };
  const running = started.use(startChild('setsid', [wrapper, ...args], options));
  await running.said(/wait for api.*running/);
  const owned = started.move();
  return {
    pid: running.child.pid ?? 0,
    /** Its output is closed once the last process that could write to it is gone. */
    async ended(): Promise<string> {
      // A deploy that goes on waits for a quarter of an hour: real processes have no clock of ours.
      const since = performance.now();
      const { err } = await running.ended();
      expect(performance.now() - since).toBeLessThan(5000);
      expect((await readdir(temp.path)).filter((name) => name.startsWith('funade'))).toEqual([]);
      return err;
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

const npx = ['npx', ['--no-install', ...`funade ${typed}`.split(' ')]] as const;
const npmRun = ['npm', ['run', 'ship']] as const;
const pnpmRun = [pnpm ?? 'pnpm', ['run', 'ship']] as const;
const wrappers = [
  ['npx', npx, ''],
  ['npm run', npmRun, ''],
  ['pnpm run', pnpmRun, noPnpm],
] as const;
const shells = [
  ['sh', ['sh', ['-c', `node_modules/.bin/funade ${typed}; echo done`]], ''],
  ['bash', ['bash', ['ship.sh']], ''],
] as const;

describe.each([...wrappers, ...shells])('a deploy started by `%s`', (_name, [wrapper, args], missing) => {
  test.skipIf(missing !== '').each(['SIGTERM', 'SIGKILL'] as const)(
    `ends when that is ended by %s${missing}`,
    async (signal) => {
      await using deploy = await startWrapped(wrapper, args);
      process.kill(deploy.pid, signal);
      const err = await deploy.ended();
      // Its scripts are killed with pnpm.
      if (wrapper === pnpm && signal === 'SIGKILL') return;
      expect(err).toContain('interrupted by SIGTERM: no further steps are started');
      expect(err).toMatch(/api@staging: deployment ecs-svc\/\d+ was started and continues in ECS/);
    },
  );

  test.skipIf(missing !== '')(`ends by Ctrl-C${missing}`, async () => {
    await using deploy = await startWrapped(wrapper, args);
    process.kill(-deploy.pid, 'SIGINT');
    expect(await deploy.ended()).toMatch(/interrupted by SIG(INT|TERM): no further steps are started/);
  });
});

test('a sandbox goes on when the step of a job that started it is over', async () => {
  const command = `'${process.execPath}' '${bin}' sandbox --json & echo "$! started"; read line`;
  await using step = startChild('sh', ['-c', command]);
  const [, pid] = await step.said(/^(\d+) started$/m);
  try {
    const [, endpoint = ''] = await step.said(/"endpoint":"([^"]+)"/);
    const over = once(step.child, 'exit');
    step.child.stdin?.end('\n');
    await over;
    // Twice as long as a deploy needs to notice.
    const until = performance.now() + 200;
    while (performance.now() < until) await fetch(endpoint).then((response) => response.text());
    expect(() => process.kill(Number(pid), 0)).not.toThrow();
  } finally {
    process.kill(Number(pid), 'SIGTERM');
  }
  await step.ended();
});

test.each([
  ['runs for ever', 'for (;;) {}\n'],
  ['waits for ever', 'setInterval(() => undefined, 1000);\nawait new Promise(() => undefined);\n'],
  ['waits for a program', "import { execFileSync } from 'node:child_process';\nexecFileSync('sleep', ['60']);\n"],
])('SIGTERM ends a command whose config %s', async (_, text) => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'funade-test-'));
  const loading = "import { writeSync } from 'node:fs';\nwriteSync(2, 'loading');\n";
  const imports = text.startsWith('import') ? text.slice(0, text.indexOf('\n') + 1) : '';
  await writeFile(join(folder.path, 'deploy.config.mjs'), `${imports}${loading}${text.slice(imports.length)}`);
  await using running = startBin(['plan', 'staging'], { cwd: folder.path });
  await running.said(/loading/);
  const since = performance.now();
  running.child.kill('SIGTERM');
  const { signal } = await running.ended();
  expect(performance.now() - since).toBeLessThan(2000);
  expect(signal).toBe('SIGTERM');
});

test('what lies in the temporary folder is not run', async () => {
  await using temp = await mkdtempDisposable(join(tmpdir(), 'funade-temp-'));
  await using home = await mkdtempDisposable(join(tmpdir(), 'funade-home-'));
  const env = { TMPDIR: temp.path, HOME: home.path };
  expect((await runBin(['--help'], { env })).code).toBe(0);
  expect(await readdir(temp.path)).toEqual([]);
  const kept = await readdir(join(home.path, '.cache/funade/compile-cache'));
  expect(kept.sort()).toEqual([expect.stringMatching(/^v\d+\./), expect.stringMatching(/^v8-/)]);
});
