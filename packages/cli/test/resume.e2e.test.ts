import { expect, test } from 'vitest';
import { startInstalledShop } from './installed-shop.ts';
import { type RunningBin, runBin, startBin } from './run-bin.ts';
import type { Shop } from './shop.ts';

const real = { sandbox: { clock: 'real', speed: 20 } } as const;
/** Three processes one after the other, on a machine that does other things too. */
const slow = { timeout: 240_000 };

const args = ['deploy', 'staging', '--tag', 'v1.0.0', '--service', 'api'];

function settings({ folder, env }: Shop) {
  return { cwd: folder, env: { ...env } };
}

async function kill(bin: RunningBin): Promise<void> {
  bin.child.kill('SIGKILL');
  expect(await bin.ended()).toMatchObject({ code: null, signal: 'SIGKILL' });
}

test.concurrent('a deploy that is killed while it waits is taken up by another process', slow, async () => {
  await using shop = await startInstalledShop(real);
  await using deploy = startBin(args, settings(shop));
  await deploy.said(/wait for api.*running/);
  await kill(deploy);
  const resumed = await runBin(['resume'], settings(shop));
  expect([resumed.code, resumed.out]).toEqual([
    0,
    expect.stringMatching(/done: register task definition shop-api, update service api; left: wait for api/),
  ]);
  expect(shop.writes()).toEqual(['ecs.RegisterTaskDefinition', 'ecs.UpdateService']);
  const again = await runBin(['resume'], settings(shop));
  expect([again.code, again.out]).toEqual([0, expect.stringMatching(/has ended: succeeded; nothing is left to do/)]);
});

test.concurrent(
  'one that is killed while it pushes builds and pushes once more, and the tag is written once',
  slow,
  async () => {
    await using shop = await startInstalledShop({ ...real, pushed: [] });
    shop.sandbox.faults.latency('registry.PUT*', 20_000);
    await using deploy = startBin(args, settings(shop));
    while (shop.sandbox.requests('registry.*').length === 0) await new Promise((resolve) => setImmediate(resolve));
    await kill(deploy);
    shop.sandbox.faults.clear();
    const resumed = await runBin(['resume', '--json'], settings(shop));
    expect([resumed.code, resumed.err]).toEqual([0, expect.any(String)]);
    expect(JSON.parse(resumed.out)).toMatchObject({ outcome: 'succeeded', resumes: expect.any(String) });
    const tagged = shop.sandbox
      .requests('registry.PUT*')
      .filter(({ body, status }) => status === 201 && JSON.stringify(body).includes('/manifests/v1.0.0'));
    expect(tagged).toHaveLength(1);
    expect(shop.writes().filter((operation) => operation.startsWith('ecs.'))).toEqual([
      'ecs.RegisterTaskDefinition',
      'ecs.UpdateService',
    ]);
  },
);
