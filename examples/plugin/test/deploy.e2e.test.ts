import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startSandbox } from '@funade/sandbox';
import { expect, test } from 'vitest';
import { installFunade } from '../../../packages/cli/test/install-funade.ts';
import { bin } from '../../../packages/cli/test/run-bin.ts';
import { startReceiver } from './receiver.ts';

const run = promisify(execFile);
const here = join(import.meta.dirname, '..');

/** A copy of this example as a git repository with the tag v1.0.0, a sandbox that plays its account, and a server for the hooks. */
async function openShop() {
  await using opened = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'funade-plugin-'));
  opened.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  for (const name of ['deploy.config.ts', 'package.json', 'services', 'src']) {
    await cp(join(here, name), join(folder, name), { recursive: true });
  }
  await installFunade(folder);
  await symlink(join(here, 'node_modules/zod'), join(folder, 'node_modules/zod'));
  await writeFile(join(folder, '.gitignore'), 'node_modules\n');
  const git = (...args: string[]) =>
    run('git', ['-c', 'user.name=Shop', '-c', 'user.email=shop@example.com', ...args], { cwd: folder });
  await git('init', '--quiet', '--initial-branch=main');
  await git('add', '.');
  await git('commit', '--quiet', '--message', 'First');
  await git('tag', 'v1.0.0');
  const seed = JSON.parse(await readFile(join(here, '../sandbox/seed.json'), 'utf8'));
  const sandbox = opened.use(await startSandbox({ clock: 'real', speed: 60, seed }));
  const updates = () => sandbox.requests('ecs.UpdateService').length;
  const desk = opened.use(await startReceiver(updates));
  const { PATH, HOME } = process.env;
  const env = {
    PATH,
    HOME,
    FUNADE_STATE_DIR: join(folder, '.git', 'funade'),
    DESK_URL: desk.url(''),
    ...sandbox.environment({ account: '111111111111', region: 'ap-northeast-1' }),
  };
  const owned = opened.move();
  return {
    desk,
    updates,
    async deploy(...more: string[]) {
      const args = ['deploy', 'staging', '--tag', 'v1.0.0', '--yes', ...more];
      const { code, stdout, stderr } = await run(process.execPath, [bin, ...args], { cwd: folder, env }).then(
        (done) => ({ code: 0, ...done }),
        (error: { code: number; stdout: string; stderr: string }) => error,
      );
      return { code, stdout, stderr };
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

// Side by side: they wait for the sandbox's time more than they compute.
test.concurrent('hooks are called before, behind and at the end of a rollout by the real plugins', async () => {
  await using shop = await openShop();
  const { code, stderr } = await shop.deploy('--reporter', 'json');
  expect([code, stderr]).toEqual([0, expect.any(String)]);
  expect(shop.desk.calls.map(({ method, path, seen }) => [`${method} ${path}`, seen > 0])).toEqual(
    [
      ['POST /migrate', false],
      ['GET /revision/api', true],
      ['GET /health', true],
      ['PUT /revision/api', true],
      ['POST /announce', true],
      ['POST /outcome', true],
    ].sort((a, b) => order(a) - order(b)),
  );
  const revisions = { revisions: { 'api@staging': expect.stringMatching(/:task-definition\/shop-api:\d+$/) } };
  expect(shop.desk.calls[0]?.body).toMatchObject(revisions);

  function order([call]: readonly unknown[]): number {
    return shop.desk.calls.findIndex(({ method, path }) => `${method} ${path}` === call);
  }
});

test.concurrent('a rule of the hook says no: nothing that is running was changed, exit 8', async () => {
  await using shop = await openShop();
  shop.desk.answer('/migrate', 409);
  const { code, stdout } = await shop.deploy();
  expect(stdout).toMatch(/✖ api@staging +failed/);
  expect(stdout).toMatch(/✖ worker@staging +failed/);
  expect([code, shop.updates()]).toEqual([8, 0]);
});

test.concurrent('a check that fails rolls its service back, and no other; the next deploy calls the hooks again', async () => {
  await using shop = await openShop();
  shop.desk.answer('/health', 503);
  const failed = await shop.deploy('--json');
  expect(failed.code).toBe(3);
  const report = JSON.parse(failed.stdout.slice(failed.stdout.indexOf('{\n')));
  expect(report).toMatchObject({
    schema: 'funade.report/1',
    outcome: 'rolled-back',
    targets: [
      {
        id: 'api@staging',
        outcome: 'rolled-back',
        error: { code: 'HOOK_FAILED', details: { status: 503, url: shop.desk.url('/health') } },
      },
      { id: 'worker@staging', outcome: 'succeeded' },
    ],
    rollback: { targets: [{ id: 'api@staging', outcome: 'succeeded' }] },
  });
  expect(shop.desk.calls.at(-1)).toMatchObject({ path: '/outcome', body: { outcome: 'rolled-back' } });

  // The revision is registered and the image pushed: the hook still comes before the update.
  shop.desk.answer('/health', 200);
  const [calls, updates] = [shop.desk.calls.length, shop.updates()];
  expect((await shop.deploy()).code).toBe(0);
  expect(shop.desk.calls[calls]).toMatchObject({ path: '/migrate', seen: updates });
  expect(shop.updates()).toBe(updates + 1);
});

test.concurrent('a reporter that fails is a warning, and the deploy goes through', async () => {
  await using shop = await openShop();
  shop.desk.answer('/outcome', 500);
  const { code, stderr } = await shop.deploy();
  expect(code).toBe(0);
  expect(stderr).toMatch(/warning: reporter hooks failed and receives no more events: .*answered 500/);
});
