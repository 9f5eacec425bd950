import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { useRegistryUser } from '../src/login/registry-login.ts';
import { leftOut, missingParts } from './parts.ts';
import { openShop } from './shop.ts';
import { temporaryFolder } from './temporary-folder.ts';

const missing = missingParts('docker');
const host = process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock';

test.skipIf(missing.length > 0)(
  `the user's context, plugins and credential helpers serve the build, and stay as they are${leftOut(missing)}`,
  async () => {
    await using temp = await temporaryFolder();
    await using elsewhere = await openShop({
      repositories: { base: { images: [{ tags: ['1'], files: { '/base': randomUUID() } }] } },
    });
    await using shop = await openShop({
      repositories: { 'shop/api': {} },
      files: { 'api/Dockerfile': `FROM ${elsewhere.host}/base:1\nCOPY a /a\n`, 'api/a': 'a' },
    });
    const own = await userFolder(temp.path);
    const { name, password } = await useRegistryUser(elsewhere.context());
    await writeFile(
      join(temp.path, 'bin/docker-credential-vault'),
      `#!/bin/sh\ncat >/dev/null\necho '${JSON.stringify({ Username: name, Secret: password.reveal() })}'\n`,
      { mode: 0o755 },
    );
    const config = JSON.parse(await readFile(join(own, 'config.json'), 'utf8')) as object;
    const credHelpers = { [elsewhere.host]: 'vault' };
    await writeFile(join(own, 'config.json'), JSON.stringify({ ...config, credHelpers }));
    const before = await filesIn(own);

    const context = shop.context({
      env: { HOME: temp.path, TMPDIR: temp.path, PATH: `${join(temp.path, 'bin')}:${process.env.PATH}` },
    });
    const api = { repository: 'shop/api', build: { with: 'docker', context: 'api', pull: true } };
    const { report } = await shop.apply(await shop.plan(context, { api }), context);
    expect(report.targets.map((target) => target.error)).toEqual([null]);
    expect(elsewhere.sandbox.requests('registry.GET blob').map(({ status }) => status)).toContain(200);
    expect(await filesIn(own)).toEqual(before);
    await context.resources.close();
    expect((await readdir(temp.path)).filter((entry) => entry.startsWith('funade-'))).toEqual([]);
  },
);

/** A Docker configuration whose context in use, and nothing else, says where the engine is. */
async function userFolder(home: string): Promise<string> {
  const own = join(home, '.docker');
  await mkdir(join(home, 'bin'));
  await mkdir(own);
  const plugins = join(process.env.DOCKER_CONFIG ?? join(process.env.HOME ?? '', '.docker'), 'cli-plugins');
  await symlink(plugins, join(own, 'cli-plugins'));
  const env = { DOCKER_CONFIG: own, DOCKER_HOST: undefined };
  await execa('docker', ['context', 'create', 'there', '--docker', `host=${host}`], { env });
  await execa('docker', ['context', 'use', 'there'], { env });
  return own;
}

async function filesIn(folder: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    await Promise.all(files.map(async (file) => [file, await readFile(file, 'utf8')] as const)),
  );
}
