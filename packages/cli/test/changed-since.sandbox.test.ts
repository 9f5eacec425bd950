import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { caseConfig, makeCase } from './case-folder.ts';
import { type Shop, startShop } from './shop.ts';

const run = promisify(execFile);

/** The shop after v1.0.0, with one more commit that changes these files, tagged v2.0.0. */
async function startChanged(files: Readonly<Record<string, string | ((text: string) => string)>>): Promise<Shop> {
  const shop = await startShop();
  await write(shop, files);
  await commit(shop, 'v2.0.0');
  return shop;
}

async function write(shop: Shop, files: Parameters<typeof startChanged>[0]): Promise<void> {
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

const plan = async (shop: Shop, ref: string, more = '') => {
  const { code, out, err } = await shop.funade(`plan staging --tag v2.0.0 --changed-since ${ref} --json${more}`);
  expect([code, err]).toEqual([0, err]);
  return JSON.parse(out).changedSince;
};

const unchanged = (ref: string) =>
  `nothing that it is made from has changed since ${ref}; nothing says which commit it runs`;

test('only services whose sources changed are deployed, and the plan says why each is in or out', async () => {
  await using shop = await startChanged({ 'services/web/main': 'web 2\n', 'README.md': 'read me\n' });
  const since = await shop.git('rev-parse', 'v1.0.0^{commit}');
  expect(await plan(shop, 'v1.0.0')).toEqual({
    ref: 'v1.0.0',
    commit: since,
    changed: { 'web@staging': 'services/web/main changed since v1.0.0' },
    unchanged: { 'api@staging': unchanged('v1.0.0'), 'worker@staging': unchanged('v1.0.0') },
  });
  const { out } = await shop.funade('plan staging --tag v2.0.0 --changed-since HEAD~1');
  expect(out).toContain('deployed because services/web/main changed since HEAD~1');
  expect(out).toContain('api@staging is left out: nothing that it is made from has changed since HEAD~1');
  expect(await shop.funade('deploy staging --tag v2.0.0 --changed-since v1.0.0')).toMatchObject({ code: 0 });
  expect(shop.sandbox.requests('ecs.UpdateService').map(({ body }) => body)).toMatchObject([{ service: 'web' }]);
});

test('nothing that changed is nothing to do', async () => {
  await using shop = await startChanged({ 'README.md': 'read me\n' });
  const { code, out } = await shop.funade('deploy staging --tag v2.0.0 --changed-since v1.0.0');
  expect([code, out]).toEqual([0, 'nothing to do: nothing that is deployed to staging has changed since v1.0.0\n']);
  expect(shop.writes()).toEqual([]);
});

test('a branch stands for where the release has left it, a tag for itself', async () => {
  await using shop = await startShop();
  await shop.git('checkout', '--quiet', '-b', 'other');
  await write(shop, { 'services/api/main': 'api of other\n' });
  await commit(shop, 'v1.5.0');
  await shop.git('checkout', '--quiet', '-b', 'mine', 'v1.0.0');
  await write(shop, { 'services/web/main': 'web of mine\n' });
  await commit(shop, 'v2.0.0');
  expect(Object.keys((await plan(shop, 'other')).changed)).toEqual(['web@staging']);
  expect(Object.keys((await plan(shop, 'v1.5.0')).changed)).toEqual(['api@staging', 'worker@staging', 'web@staging']);
});

test('a service that --set sets something of is in', async () => {
  await using shop = await startChanged({ 'README.md': 'read me\n' });
  expect((await plan(shop, 'v1.0.0', ' --set worker.desiredCount=3')).changed).toEqual({
    'worker@staging': '--set sets ecs.settings.desiredCount',
  });
});

test('uncommitted changes count', async () => {
  await using shop = await startChanged({ 'README.md': 'read me\n' });
  await write(shop, { 'services/api/main': 'api, not committed\n' });
  expect(await plan(shop, 'v1.0.0', ' --allow-dirty --adopt-image')).toMatchObject({
    changed: {
      'api@staging': 'services/api/main changed since v1.0.0',
      'worker@staging': 'services/api/main changed since v1.0.0',
    },
  });
});

test('a service that does not run what the ref says is in when it differs from what it does run', async () => {
  await using shop = await startShop();
  expect(await shop.funade('deploy staging --tag v1.0.0 --service api')).toMatchObject({ code: 0 });
  await write(shop, { 'services/api/main': 'api 1.5\n' });
  await commit(shop, 'v1.5.0');
  await write(shop, { 'README.md': 'read me\n' });
  await commit(shop, 'v2.0.0');
  const first = (await shop.git('rev-parse', 'v1.0.0^{commit}')).slice(0, 7);
  expect((await plan(shop, 'v1.5.0')).changed).toEqual({
    'api@staging': `it runs commit ${first}, not v1.5.0: services/api/main changed since`,
  });
});

test('a ref that is not there is told with what to fetch, a shallow clone with how to deepen it', async () => {
  await using shop = await startChanged({ 'services/web/main': 'web 2\n' });
  const unknown = await shop.funade('plan staging --tag v2.0.0 --changed-since v1.0.1');
  expect([unknown.code, unknown.err]).toEqual([
    2,
    expect.stringContaining('there is no tag, branch or commit "v1.0.1" in this clone (CHANGED_SINCE_UNKNOWN)'),
  ]);
  expect(unknown.err).toMatch(/did you mean "v1\.[01]\.0"\? it may not be fetched yet: git fetch --tags origin/);
  const folder = await mkdtemp(join(tmpdir(), 'funade-shallow-'));
  try {
    await run('git', ['clone', '--quiet', '--depth=1', '--branch=v2.0.0', `file://${shop.folder}`, folder]);
    const shallow = await shop.funade(
      `plan staging --tag v2.0.0 --changed-since HEAD~1 --config ${folder}/deploy.config.ts`,
    );
    expect([shallow.code, shallow.err]).toEqual([
      2,
      expect.stringContaining('this is a shallow clone: git fetch --unshallow --tags'),
    ]);
  } finally {
    await rm(folder, { recursive: true, maxRetries: 3 });
  }
});

test('a saved plan holds what was chosen, and runs', async () => {
  await using shop = await startChanged({ 'services/web/main': 'web 2\n' });
  await shop.funade('plan staging --tag v2.0.0 --changed-since v1.0.0 --out .git/plan.json');
  expect(await shop.funade('apply .git/plan.json')).toMatchObject({ code: 0 });
  expect(shop.sandbox.requests('ecs.UpdateService').map(({ body }) => body)).toMatchObject([{ service: 'web' }]);
});

test('a file that options name counts; an image of the release that is built elsewhere is beyond git', async () => {
  const { web } = caseConfig.services;
  const ecs = { ...web.ecs, settings: 'service.json' };
  const fixed = { images: { img: { repository: 'app', prebuilt: { tag: 'v1.0.0' } } } };
  const config = (ecr: object) => ({ ...caseConfig, services: { web: { ecr, ecs } } });
  await using project = await makeCase({ 'deploy.config.json': config(fixed), 'service.json': { desiredCount: 1 } });
  const next = async (files: Readonly<Record<string, unknown>>, since: string) => {
    await project.write(files);
    await project.git('add', '.');
    await project.git('commit', '--quiet', '--message', 'next');
    await project.git('tag', '--force', 'v2.0.0');
    const { out } = await project.funade(`plan prod --tag v2.0.0 --changed-since ${since} --json`);
    return JSON.parse(out).changedSince;
  };
  expect(await next({ 'README.md': 'read me' }, 'v1.0.0')).toMatchObject({ changed: {} });
  expect(await next({ 'service.json': { desiredCount: 2 } }, 'v1.0.0')).toMatchObject({
    changed: { 'web@prod': 'service.json changed since v1.0.0' },
  });
  expect(
    await next({ 'deploy.config.json': config(web.ecr), 'service.json': { desiredCount: 1 } }, 'HEAD~1'),
  ).toMatchObject({
    changed: { 'web@prod': 'its image is not built here, so git cannot tell since HEAD~1' },
  });
});
