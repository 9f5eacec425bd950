import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Seed } from '@funade/sandbox';
import { expect, test } from 'vitest';
import { startInstalledShop } from './installed-shop.ts';
import { type RunningBin, runBin, startBin } from './run-bin.ts';
import type { Shop } from './shop.ts';

/** A shop whose new tasks never start, so that a deploy waits until it is stopped. */
const stuck = (seed: Seed): Seed => behaving(seed, 'never-starts');
/** A shop whose new image is gone, so that ECS rolls back. */
const missingImage = (seed: Seed): Seed => behaving(seed, 'image-missing');

function behaving(seed: Seed, becomes: 'never-starts' | 'image-missing'): Seed {
  const copy = structuredClone(seed);
  for (const { regions } of Object.values(copy.accounts)) {
    for (const region of Object.values(regions ?? {})) {
      if (region !== undefined) region.behaviours = [{ match: { image: '*v1.0.0*' }, becomes }];
    }
  }
  return copy;
}

async function deploying(shop: Shop, ...more: readonly string[]) {
  const temp = await mkdtemp(join(tmpdir(), 'funade-temp-'));
  const env = { ...shop.env, TMPDIR: temp };
  const bin = startBin(['deploy', 'staging', '--tag', 'v1.0.0', ...more], { cwd: shop.folder, env });
  return {
    bin,
    left: () => readdir(temp),
    async [Symbol.asyncDispose]() {
      await bin[Symbol.asyncDispose]();
      await rm(temp, { recursive: true, force: true });
    },
  };
}

async function stop(bin: RunningBin, signal: NodeJS.Signals): Promise<number> {
  const since = performance.now();
  bin.child.kill(signal);
  await bin.ended();
  return performance.now() - since;
}

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s while waiting exits %d soon, says what goes on, and leaves a whole journal', async (signal, code) => {
  await using shop = await startInstalledShop({ seed: stuck, sandbox: { clock: 'real', speed: 1 } });
  await using deploy = await deploying(shop, '--service', 'api');
  await deploy.bin.said(/wait for api.*running/);
  expect(await stop(deploy.bin, signal)).toBeLessThan(3000);
  const ended = await deploy.bin.ended();
  expect([ended.code, ended.signal]).toEqual([code, null]);
  expect(ended.err).toMatch(new RegExp(`interrupted by ${signal}: no further steps are started`));
  expect(ended.err).toMatch(
    /api@staging: deployment ecs-svc\/\d+ was started and continues in ECS; `funade watch staging --service api` waits for it, `funade abort staging --service api` rolls it back/,
  );
  expect(shop.writes()).toEqual(['ecs.RegisterTaskDefinition', 'ecs.UpdateService']);
  expect(ended.out).toMatch(/! api@staging {2}interrupted \(continues in ECS\)/);
  expect(await deploy.left()).toEqual([]);
  const runs = join(shop.folder, '.git/funade/runs');
  const [run = ''] = await readdir(runs);
  const types = (await readFile(join(runs, run), 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).type);
  expect(types).toContain('run-interrupted');
  expect(types.at(-1)).toBe('run-finished');
});

test('a signal while images are built leaves no child, no temporary file and no ECS call', async () => {
  await using shop = await startInstalledShop({ pushed: [], sandbox: { clock: 'real', speed: 1 } });
  shop.sandbox.faults.latency('registry.*', 60_000);
  await using deploy = await deploying(shop);
  await deploy.bin.said(/push shop\//);
  expect(await stop(deploy.bin, 'SIGINT')).toBeLessThan(3000);
  const ended = await deploy.bin.ended();
  expect(ended.code).toBe(130);
  expect(ended.err).toMatch(/api@staging: the service was not touched/);
  expect(shop.writes().filter((operation) => operation.startsWith('ecs.'))).toEqual([]);
  expect(await deploy.left()).toEqual([]);
});

/** A `docker` on the path whose build never ends, as a real child process that writes down its id. */
async function endlessDocker(folder: string): Promise<{ readonly path: string; readonly pid: () => Promise<number> }> {
  const file = join(folder, 'pid');
  const script = `#!/bin/sh
if [ "$1" = buildx ]; then exit 1; fi
if [ "$1" = version ]; then echo '{"Client":{"Version":"20.10.24"},"Server":{"Version":"20.10.24"}}'; fi
if [ "$1" = build ]; then echo $$ > '${file}'; echo building; exec sleep 60; fi
`;
  await writeFile(join(folder, 'docker'), script, { mode: 0o755 });
  return { path: `${folder}:${process.env.PATH}`, pid: async () => Number(await readFile(file, 'utf8')) };
}

test('a signal in the middle of docker build ends the child, and no Docker config is left', async () => {
  await using shop = await startInstalledShop({ pushed: [], builder: 'docker', sandbox: { clock: 'real', speed: 1 } });
  const docker = await endlessDocker(join(shop.folder, '.git'));
  await using deploy = await deploying({ ...shop, env: { ...shop.env, PATH: docker.path } }, '--service', 'api');
  await deploy.bin.said(/\| building/);
  const pid = await docker.pid();
  expect(() => process.kill(pid, 0)).not.toThrow();
  expect(await stop(deploy.bin, 'SIGINT')).toBeLessThan(3000);
  expect((await deploy.bin.ended()).code).toBe(130);
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  expect(await deploy.left()).toEqual([]);
  expect(shop.writes()).toEqual([]);
});

test('a signal while it plans exits 130 and says that it was interrupted', async () => {
  await using shop = await startInstalledShop({ sandbox: { clock: 'real', speed: 1 } });
  shop.sandbox.faults.latency('ecs.DescribeServices', 60_000);
  await using deploy = await deploying(shop);
  while (shop.sandbox.requests('ecr.*').length === 0) await new Promise((resolve) => setImmediate(resolve));
  expect(await stop(deploy.bin, 'SIGTERM')).toBeLessThan(3000);
  const ended = await deploy.bin.ended();
  expect(ended.code).toBe(143);
  expect(ended.err).toMatch(/^error: interrupted by SIGTERM \(INTERRUPTED\)\n/m);
  expect(shop.writes()).toEqual([]);
});

/** Writes `onCancel: 'rollback'` into the shop's config. */
async function rollingBackOnCancel(shop: Shop): Promise<void> {
  const file = join(shop.folder, 'deploy.config.ts');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace("container: 'app' }", "container: 'app', onCancel: 'rollback' }"));
}

test('with onCancel rollback ECS is told within two seconds, and nobody waits for it', async () => {
  await using shop = await startInstalledShop({ seed: stuck, sandbox: { clock: 'real', speed: 1 } });
  await rollingBackOnCancel(shop);
  await using deploy = await deploying(shop, '--service', 'api', '--allow-dirty');
  await deploy.bin.said(/wait for api.*running/);
  // A service deployment appears some seconds late; before that a plain update rolls back.
  const since = performance.now();
  deploy.bin.child.kill('SIGINT');
  while (rollingBack(shop).length === 0) await new Promise((resolve) => setImmediate(resolve));
  expect(performance.now() - since).toBeLessThan(2000);
  const ended = await deploy.bin.ended();
  expect(performance.now() - since).toBeLessThan(7000);
  expect(ended.code).toBe(130);
  expect(ended.err).toMatch(
    /api@staging: stopped watching api: deployment ecs-svc\/\d+ is being rolled back by ECS; `funade watch staging --service api` waits for it/,
  );
  expect(rollingBack(shop)).toHaveLength(1);
});

test('a second signal ends a command at once, whatever it is still doing', async () => {
  await using shop = await startInstalledShop({ seed: stuck, sandbox: { clock: 'real', speed: 1 } });
  await rollingBackOnCancel(shop);
  await using deploy = await deploying(shop, '--service', 'api', '--allow-dirty');
  await deploy.bin.said(/wait for api.*running/);
  shop.sandbox.faults.latency('ecs.*', 60_000);
  deploy.bin.child.kill('SIGINT');
  await deploy.bin.said(/interrupted by SIGINT/);
  expect(await stop(deploy.bin, 'SIGTERM')).toBeLessThan(1000);
  expect((await deploy.bin.ended()).code).toBe(143);
  expect(await deploy.left()).toEqual([]);
});

test('a watch that is interrupted leaves the deployment alone', async () => {
  await using shop = await startInstalledShop({ seed: stuck, sandbox: { clock: 'real', speed: 1 } });
  await using deploy = await deploying(shop, '--service', 'api');
  await deploy.bin.said(/wait for api.*running/);
  await stop(deploy.bin, 'SIGTERM');
  const written = shop.writes();
  await using watch = startBin(['watch', 'staging'], { cwd: shop.folder, env: shop.env });
  await watch.said(/wait for api.*running/);
  expect(await stop(watch, 'SIGTERM')).toBeLessThan(3000);
  const ended = await watch.ended();
  expect(ended.code).toBe(143);
  expect(ended.err).toMatch(
    /api@staging: stopped watching api: deployment ecs-svc\/\d+ continues in ECS; `funade watch/,
  );
  expect(shop.writes()).toEqual(written);
});

test('a run that was killed is taken up by watch, which tells how its deployment ended meanwhile', async () => {
  await using shop = await startInstalledShop({ seed: missingImage, sandbox: { clock: 'real', speed: 30 } });
  await using deploy = await deploying(shop, '--service', 'api');
  await deploy.bin.said(/update service api: done/);
  await stop(deploy.bin, 'SIGKILL');
  await shop.sandbox.clock.sleep(120_000);
  const watched = await runBin(['watch', 'staging'], { cwd: shop.folder, env: shop.env });
  expect(watched.code).toBe(3);
  expect(watched.out).toMatch(/deployment ecs-svc\/\d+ of api was rolled back/);
  // However often it is asked, and without the journal too.
  const env = { ...shop.env, FUNADE_STATE_DIR: '.git/another' };
  const again = await runBin(['watch', 'staging'], { cwd: shop.folder, env });
  expect(again.code).toBe(3);
  expect(again.out).toMatch(/its last deployment ecs-svc\/\d+ was rolled back/);
  expect(again.out).not.toContain('it is not known where its log is');
});

/** Calls that take a deployment back. */
function rollingBack({ sandbox }: Shop): readonly unknown[] {
  return [...sandbox.requests('ecs.StopServiceDeployment'), ...sandbox.requests('ecs.UpdateService').slice(1)];
}
