import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startInstalledShop } from './installed-shop.ts';
import { startBin } from './run-bin.ts';
import type { Shop } from './shop.ts';

// Modules of another commit are imported by hooks of Node, so these run the command as its users do.

type Files = Readonly<Record<string, string | ((text: string) => string)>>;

const start = (): Promise<Shop> => startInstalledShop({ sandbox: { clock: 'real', speed: 60 } });

async function write(shop: Shop, files: Files): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const file = join(shop.folder, name);
    await writeFile(file, typeof content === 'string' ? content : content(await readFile(file, 'utf8')));
  }
}

async function commit(shop: Shop, tag: string): Promise<void> {
  await shop.git('add', '.');
  await shop.git('commit', '--quiet', '--message', tag);
  await shop.git('tag', tag);
}

async function plan(shop: Shop, ref: string) {
  await using bin = startBin(['plan', 'staging', '--tag', 'v2.0.0', '--changed-since', ref, '--json'], {
    cwd: shop.folder,
    env: shop.env,
  });
  const { code, out, err } = await bin.ended();
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out).changedSince;
}

const unchanged = (ref: string) =>
  `nothing that it is made from has changed since ${ref}; nothing says which commit it runs`;

test('a service whose part of the config changed is in, and the others are not', async () => {
  await using shop = await start();
  await write(shop, {
    'deploy.config.ts': (text) =>
      text.replace("service: 'worker', container", "service: 'worker', onFailure: 'stop', container"),
  });
  await commit(shop, 'v2.0.0');
  expect(await plan(shop, 'v1.0.0')).toMatchObject({
    changed: { 'worker@staging': 'its part of the config changed since v1.0.0' },
    unchanged: { 'api@staging': unchanged('v1.0.0'), 'web@staging': unchanged('v1.0.0') },
  });
});

test('a module that the config imports is read as it was, and a comment is no change', async () => {
  await using shop = await start();
  const split = (text: string) =>
    text
      .replace('import { defineConfig', "import { budget } from './budget.ts';\nimport { defineConfig")
      .replace("service: 'web', containers", "service: 'web', wait: { budget }, containers");
  await write(shop, { 'deploy.config.ts': split, 'budget.ts': "export const budget: string = '20m';\n" });
  await commit(shop, 'v1.5.0');
  await write(shop, { 'budget.ts': "export const budget: string = '30m';\n" });
  await commit(shop, 'v2.0.0');
  expect(await plan(shop, 'v1.5.0')).toMatchObject({
    changed: { 'web@staging': 'its part of the config changed since v1.5.0' },
    unchanged: { 'api@staging': unchanged('v1.5.0'), 'worker@staging': unchanged('v1.5.0') },
  });
});

test('a config that cannot be read as it was changes every service', async () => {
  await using shop = await start();
  await shop.git('rm', '--quiet', '--cached', 'deploy.config.ts');
  await shop.git('commit', '--quiet', '--message', 'none');
  await shop.git('tag', 'v1.5.0');
  await commit(shop, 'v2.0.0');
  const { changed } = await plan(shop, 'v1.5.0');
  expect(Object.keys(changed)).toEqual(['api@staging', 'worker@staging', 'web@staging']);
  expect(changed['api@staging']).toBe('what the config said then cannot be read since v1.5.0');
});
