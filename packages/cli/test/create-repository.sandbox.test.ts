import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Seed } from '@funade/sandbox';
import { expect, test } from 'vitest';
import { startShop } from './shop.ts';

/** An account in which nobody has made a repository yet. */
function withoutRepositories(seed: Seed): Seed {
  const region = seed.accounts['111111111111']?.regions?.['ap-northeast-1'];
  if (region !== undefined) region.repositories = {};
  return seed;
}

test('a shop whose repositories are created by the way is planned, shown, deployed, and then has nothing to do', async () => {
  await using shop = await startShop({ seed: withoutRepositories, pushed: [] });
  const path = join(shop.folder, 'deploy.config.ts');
  const written = await readFile(path, 'utf8');
  await writeFile(path, written.replaceAll("repository: 'shop/api',", "repository: 'shop/api', createRepository: {},"));

  const plan = await shop.funade('plan staging --tag v1.0.0 --service api,worker');
  expect([plan.code, plan.err]).toEqual([0, '']);
  expect(plan.out).toMatch(/create repository shop\/api/);
  for (const command of ['diff', 'render']) {
    const { code, err } = await shop.funade(`${command} staging --tag v1.0.0 --service api,worker`);
    expect([command, code, err]).toEqual([command, 0, '']);
  }
  expect(shop.writes()).toEqual([]);

  const deploy = await shop.funade('deploy staging --tag v1.0.0 --service api,worker');
  expect(deploy.code).toBe(0);
  expect(shop.writes().filter((operation) => operation.startsWith('ecr.'))).toEqual(['ecr.CreateRepository']);
  const [registered] = shop.sandbox.requests('ecs.RegisterTaskDefinition');
  expect(JSON.stringify(registered?.body)).toMatch(
    /"image":"127\.0\.0\.1:\d+\/shop\/api:v1\.0\.0@sha256:[0-9a-f]{64}"/,
  );
  const again = await shop.funade('deploy staging --tag v1.0.0 --service api,worker');
  expect([again.code, again.out.trim().split('\n')]).toEqual([0, [expect.stringContaining('nothing to do')]]);
});
