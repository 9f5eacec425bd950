import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Seed } from '@funade/sandbox';
import { expect, test } from 'vitest';
import { type Shop, startShop } from './shop.ts';

/** A shop whose `api` of v1.1.0 never comes up. */
function brokenRelease(seed: Seed): Seed {
  const copy = structuredClone(seed);
  for (const { regions } of Object.values(copy.accounts)) {
    for (const region of Object.values(regions ?? {})) {
      if (region !== undefined) {
        region.behaviours = [{ match: { service: 'api', image: '*v1.1.0*' }, becomes: 'image-missing' }];
      }
    }
  }
  return copy;
}

/** A clone of the newest commit alone, without tags, that has never deployed: as a CI makes it for a manual job. */
async function freshClone(shop: Shop): Promise<string> {
  const clone = join(shop.folder, '.git', 'clone');
  await shop.git('clone', '--quiet', '--no-tags', '--depth', '1', `file://${shop.folder}`, clone);
  await symlink(join(shop.folder, 'node_modules'), join(clone, 'node_modules'), 'junction');
  return clone;
}

interface Told {
  readonly revision: string;
  readonly release: string;
  readonly end: string;
  readonly reason: string | null;
  readonly step: string | null;
  readonly primary: boolean;
  readonly lastStable: boolean;
  readonly images: readonly { readonly digest: string }[];
}

test('v1.0.0, v1.1.0 that breaks, v1.2.0: history tells it, and a clone that never deployed brings v1.0.0 back', async () => {
  await using shop = await startShop({ seed: brokenRelease });
  const deploy = async (version: string): Promise<number> =>
    (await shop.funade(`deploy staging --tag ${version} --service api --quiet`)).code;
  expect(await deploy('v1.0.0')).toBe(0);
  await shop.git('checkout', '--quiet', 'v1.1.0');
  expect(await deploy('v1.1.0')).toBe(3);
  await shop.git('commit', '--quiet', '--allow-empty', '--message', 'v1.2.0');
  await shop.git('tag', 'v1.2.0');
  expect(await deploy('v1.2.0')).toBe(0);

  const cwd = await freshClone(shop);
  expect(await shop.git('-C', cwd, 'tag', '--list')).toBe('');
  const elsewhere = { cwd, env: { FUNADE_STATE_DIR: join(cwd, '.git', 'funade') } };
  const history = async (): Promise<readonly Told[]> =>
    JSON.parse((await shop.funade('history staging --service api --json', elsewhere)).out).targets[0].deployments;
  const before = await history();
  expect(
    before.map(({ release, step, end, primary, lastStable }) => [release, step, end, primary, lastStable]),
  ).toEqual([
    ['v1.2.0', 'minor', 'succeeded', true, false],
    ['v1.1.0', 'minor', 'rolled-back', false, false],
    ['v1.0.0', 'major', 'succeeded', false, true],
    ['v0.9.0', null, 'succeeded', false, false],
  ]);
  expect(before[1]?.reason).toMatch(/circuit breaker/);

  const writes = shop.writes().length;
  const { code, out } = await shop.funade('rollback staging --service api', elsewhere);
  expect(code).toBe(0);
  expect(out).toMatch(/^api@staging {2}v1\.2\.0 → v1\.0\.0 \(downgrade\)$/m);
  expect(shop.writes().slice(writes)).toEqual(['ecs.UpdateService']);
  const [now] = await history();
  expect(now).toMatchObject({ release: 'v1.0.0', revision: before[2]?.revision, end: 'succeeded', primary: true });
  expect(now?.images).toEqual(before[2]?.images);
  expect(now?.images[0]?.digest).toMatch(/^sha256:[0-9a-f]{64}$/);

  const status = JSON.parse((await shop.funade('status staging --service api --json', elsewhere)).out);
  expect(status.targets[0].deployments).toMatchObject([{ revision: before[2]?.revision, running: 2 }]);
});
