import { existsSync, realpathSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { useDockerLogin } from '../src/login/docker-config.ts';
import { loginKey, useRegistryUser } from '../src/login/registry-login.ts';
import { openShop } from './shop.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { commit } from './test-context.ts';

/** The Docker clients on the PATH that reach an engine: each once, as the folder it is in. */
const clients = await findClients();
if (clients.length === 0) {
  const why = 'no docker command on the PATH reaches an engine (DOCKER_HOST)';
  process.stderr.write(`\nDOCKER TESTS ARE LEFT OUT: ${why}\n\n`);
  test.skip(`Docker builds, pushes and pulls: left out, ${why}`);
}

const api = { repository: 'shop/api', build: { context: 'api', args: { GREETING: 'hello' }, target: 'final' } };
const files = {
  'api/Dockerfile': 'FROM scratch AS first\nCOPY a /a\nFROM scratch AS final\nARG GREETING\nCOPY --from=first /a /b\n',
  'api/a': 'a file',
};

describe.each(clients)('the Docker client in $folder', ({ path }) => {
  const env = { PATH: path, DOCKER_HOST: process.env.DOCKER_HOST };

  test('builds a Dockerfile, pushes it, and it is pulled back by its digest', async () => {
    await using shop = await openShop({ repositories: { 'shop/api': { mutability: 'IMMUTABLE' } }, files });
    await using temp = await temporaryFolder();
    const context = shop.context({ env: { ...env, TMPDIR: temp.path } });
    const plan = await shop.plan(context, { api, worker: api });
    const { report, events } = await shop.apply(plan, context);
    expect(report.targets.map((target) => target.error)).toEqual([null, null]);
    expect(events.some((event) => event.type === 'step-output')).toBe(true);
    expect(await readdir(temp.path)).not.toEqual([]);
    await context.resources.close();
    expect(await readdir(temp.path)).toEqual([]);

    const again = await shop.plan(shop.context({ env }), { api });
    expect(again.steps).toEqual([]);
    expect(again.facts.ecr).toMatchObject({ images: { 'shop/api': { revision: commit } } });
    const { digest } = (again.facts.ecr as { images: Record<string, { digest: string }> }).images['shop/api'] ?? {};
    const reference = `${shop.host}/shop/api@${digest}`;
    const login = await useDockerLogin(shop.context({ env }), { host: shop.host });
    await execa('docker', ['rmi', '--force', `${shop.host}/shop/api:v1.2.3`], { env: login, extendEnv: false });
    await execa('docker', ['pull', reference], { env: login, extendEnv: false });
    const { stdout } = await execa('docker', ['image', 'inspect', reference], { env: login, extendEnv: false });
    expect(JSON.parse(stdout)).toMatchObject([
      {
        Config: {
          Labels: { 'org.opencontainers.image.revision': commit, 'org.opencontainers.image.version': '1.2.3' },
        },
      },
    ]);
    await execa('docker', ['rmi', '--force', reference], { env: login, extendEnv: false });
  });

  test.each([
    ['a wrong password', 0],
    ['an expired one', 13],
  ])('a login with %s fails before anything is built, and nobody sees the password', async (_, hours) => {
    await using shop = await openShop({ repositories: { 'shop/api': {} }, files });
    const given = (await useRegistryUser(shop.context())).password.reveal();
    const plan = await shop.plan(shop.context({ env }), { api });
    await shop.sandbox.clock.advance({ hours });
    const password = hours === 0 ? 'a-password-that-nobody-gave-out' : given;
    const context = shop.context({ env });
    const user = { name: 'AWS', password: context.resources.secrets.keep(password) };
    await context.resources.use(loginKey.of('production'), () => ({ user: async () => user, renew: async () => null }));
    const { report, events } = await shop.apply(plan, context);
    expect(report.targets[0]?.error).toMatchObject({
      code: 'REGISTRY_LOGIN_FAILED',
      evidence: expect.arrayContaining([
        expect.stringMatching(hours === 0 ? /unauthorized|Not Authorized/i : /403 Forbidden/),
      ]),
    });
    expect(events.filter((event) => event.type === 'step-output')).toEqual([]);
    expect(JSON.stringify([report, events])).not.toContain(password);
  });

  test('a push that the registry denies is told as such', async () => {
    await using shop = await openShop({ repositories: { 'shop/api': {} }, files });
    shop.sandbox.faults.always('registry.POST upload', { code: 'DENIED', message: 'not authorized', status: 403 });
    const context = shop.context({ env });
    const { report } = await shop.apply(await shop.plan(context, { api }), context);
    expect(report.targets[0]?.error).toMatchObject({
      code: 'PUSH_REFUSED',
      evidence: expect.arrayContaining([expect.stringMatching(/\S/)]),
    });
  });

  test('a tag that appears while Docker pushes is taken when it is ours', async () => {
    await using shop = await openShop({ repositories: { 'shop/api': { mutability: 'IMMUTABLE' } }, files });
    const context = shop.context({ env });
    // The manifest is stored but its answer is lost: Docker sends it again, and the tag is there.
    shop.sandbox.faults.next('registry.PUT manifest', { reset: 'after' });
    const { report } = await shop.apply(await shop.plan(context, { api }), context);
    expect(report.targets.map((target) => target.error)).toEqual([null]);
    expect(shop.sandbox.requests('registry.PUT manifest')[0]?.status).toBe(0);
  });

  test('a build that fails ends with its last lines', async () => {
    const broken = { 'api/Dockerfile': 'FROM scratch\nCOPY no-such-file /\n' };
    await using shop = await openShop({ repositories: { 'shop/api': {} }, files: broken });
    const context = shop.context({ env });
    const build = { context: 'api' };
    const { report } = await shop.apply(await shop.plan(context, { api: { ...api, build } }), context);
    expect(report.targets[0]?.error).toMatchObject({
      code: 'BUILD_FAILED',
      evidence: expect.arrayContaining([expect.stringContaining('no-such-file')]),
    });
    expect(shop.sandbox.requests('registry.PUT manifest')).toEqual([]);
  });
});

async function findClients(): Promise<readonly { readonly folder: string; readonly path: string }[]> {
  const path = process.env.PATH ?? '';
  const folders = path.split(delimiter).filter((folder) => existsSync(join(folder, 'docker')));
  const distinct = new Map(folders.map((folder) => [realpathSync(join(folder, 'docker')), folder]));
  const found: { folder: string; path: string }[] = [];
  for (const folder of distinct.values()) {
    const { exitCode } = await execa(join(folder, 'docker'), ['version'], { reject: false, timeout: 15_000 });
    if (exitCode === 0) found.push({ folder, path: `${folder}${delimiter}${path}` });
  }
  return found;
}
