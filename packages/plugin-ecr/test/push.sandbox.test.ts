import { readdir } from 'node:fs/promises';
import type { JsonObject, Plan, RunContext, RunEvent } from '@funade/core';
import { expect, test } from 'vitest';
import { loginKey, useRegistryClient, useRegistryUser } from '../src/login/registry-login.ts';
import { useTempFolder } from '../src/process/temp-folder.ts';
import { readManifest } from '../src/registry/read-image.ts';
import { openShop, type Shop } from './shop.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { commit } from './test-context.ts';

const files = { 'web/index.html': '<h1>hello</h1>', 'web/app/main.js': 'console.log(1)' };
const web = {
  repository: 'shop/web',
  build: { context: 'web', from: 'scratch', content: { 'index.html': '/srv/index.html', app: '/srv/app' } },
};

test('an image from files is built, pushed, verified, and found again', async () => {
  await using shop = await openShop({ repositories: { 'shop/web': { mutability: 'IMMUTABLE' } }, files });
  const context = shop.context();
  const plan = await shop.plan(context, { web });
  const { report, events } = await shop.apply(plan, context);
  expect(report.outcome).toBe('succeeded');
  const pushed = outputOf(events, 'ecr.push-image:shop/web@production');
  expect(pushed.reference).toBe(`${shop.host}/shop/web:v1.2.3@${pushed.digest}`);
  expect(shop.sandbox.requests('registry.PUT manifest')).toHaveLength(1);
  const again = await shop.plan(shop.context(), { web });
  expect(again.steps).toEqual([]);
  expect(again.notes.map((note) => note.text)).toEqual([
    'image shop/web:v1.2.3 is already in ECR, built from this commit',
  ]);
});

test('an image that three services share is built and pushed once', async () => {
  await using shop = await openShop({ repositories: { 'shop/web': {} }, files });
  const context = shop.context();
  const { events } = await shop.apply(await shop.plan(context, { web, one: web, two: web }), context);
  expect(events.filter((event) => event.type === 'step-succeeded').map((event) => event.step)).toEqual([
    'aws.assume-role:production',
    'ecr.build-image:shop/web@production',
    'ecr.push-image:shop/web@production',
  ]);
});

test.each([
  ['side by side', 20, 2],
  ['one after the other when one step may run', 1, 1],
] as const)('independent builds run %s', async (_, concurrency, most) => {
  await using shop = await openShop({ repositories: { 'shop/web': {}, 'shop/docs': {} }, files });
  const context = shop.context();
  const plan = await shop.plan(context, { web, docs: { ...web, repository: 'shop/docs' } });
  const running = new Set<string>();
  let together = 0;
  const { report } = await shop.apply(plan, context, {
    concurrency,
    onEvent(event) {
      if (event.type === 'step-started' && event.step.startsWith('ecr.build-image')) running.add(event.step);
      if (event.type === 'step-succeeded') running.delete(event.step);
      together = Math.max(together, running.size);
    },
  });
  expect([report.outcome, together]).toEqual(['succeeded', most]);
});

test('the password of the registry is in no event and no plan, and nothing is left on disk', async () => {
  await using shop = await openShop({ repositories: { 'shop/web': {} }, files });
  await using temp = await temporaryFolder();
  const context = shop.context({ env: { TMPDIR: temp.path } });
  const plan = await shop.plan(context, { web });
  const { events } = await shop.apply(plan, context);
  const password = (await useRegistryUser(context)).password.reveal();
  expect(password.length).toBeGreaterThan(10);
  expect(JSON.stringify([plan, events])).not.toContain(password);
  expect(await readdir(temp.path)).toHaveLength(1);
  await context.resources.close();
  expect(await readdir(temp.path)).toEqual([]);
});

test('an empty TMPDIR is none: nothing is written into the project', async () => {
  await using shop = await openShop({ repositories: { 'shop/web': {} }, files });
  const context = shop.context({ env: { TMPDIR: '' } });
  const { path } = await useTempFolder(context);
  expect(path).toMatch(/^\//);
  expect(path.startsWith(process.cwd())).toBe(false);
});

test('a base image of the same registry is read with our login, by digest, and its layers are mounted', async () => {
  await using shop = await openShop({
    repositories: {
      'shop/web': {},
      'shop/base': {
        images: [
          {
            tags: ['1'],
            files: { '/etc/base': 'base' },
            labels: { team: 'base' },
            platforms: ['linux/amd64', 'linux/arm64'],
          },
        ],
      },
    },
    files,
  });
  const context = shop.context();
  const client = await useRegistryClient(context, shop.host);
  const base = await readManifest(client, 'shop/base', '1');
  const build = { ...web.build, from: `${shop.host}/shop/base@${base?.digest}`, platforms: ['linux/arm64'] };
  const { report } = await shop.apply(await shop.plan(context, { web: { ...web, build } }), context);
  expect(report.outcome).toBe('succeeded');
  const manifest = JSON.parse((await readManifest(client, 'shop/web', 'v1.2.3'))?.text ?? '') as JsonObject;
  expect(manifest.layers).toHaveLength(2);
  const config = await client.call({ method: 'GET', path: `shop/web/blobs/${(manifest.config as JsonObject).digest}` });
  expect(JSON.parse(config.bytes.toString('utf8'))).toMatchObject({
    architecture: 'arm64',
    config: { Labels: { team: 'base', 'org.opencontainers.image.revision': commit } },
  });
  const mounts = shop.sandbox
    .requests('registry.POST upload')
    .filter(({ body }) => JSON.stringify(body).includes('"mount"'));
  expect(mounts.map((request) => request.status)).toContain(201);
});

test.each([
  ['is not there', 'shop/base:2', 'has no such image'],
  ['is for another platform', 'shop/base:1', 'it is for linux/amd64, not for linux/arm64'],
])('a base image that %s is told', async (_, from, message) => {
  await using shop = await openShop({
    repositories: { 'shop/web': {}, 'shop/base': { images: [{ tags: ['1'], files: { '/a': 'a' } }] } },
    files,
  });
  const context = shop.context();
  const build = { ...web.build, from: `${shop.host}/${from}`, platforms: ['linux/arm64'] };
  const { report } = await shop.apply(await shop.plan(context, { web: { ...web, build } }), context);
  expect(report.outcome).toBe('failed');
  expect(errorOf(report)).toMatchObject({ code: 'BASE_IMAGE_UNREADABLE', message: expect.stringContaining(message) });
});

test('a tag that appears with an image of the same commit after the plan is taken as it is', async () => {
  await using shop = await openShop({ repositories: { 'shop/web': { mutability: 'IMMUTABLE' } }, files });
  const { plan } = await planThenPush(shop, { commit });
  const context = shop.context();
  const puts = shop.sandbox.requests('registry.PUT manifest').length;
  const { report } = await shop.apply(plan, context);
  expect(report.outcome).toBe('succeeded');
  expect(shop.sandbox.requests('registry.PUT manifest')).toHaveLength(puts);
});

test('another build of the commit in the same repository is refused: in a later plan, and when it appears after one', async () => {
  await using shop = await openShop({ repositories: { 'shop/web': {} }, files });
  const other = { ...web, build: { ...web.build, entrypoint: ['/worker'] } };
  const error = { code: 'IMAGE_BUILT_OTHERWISE', category: 'refused' };
  const plan = await shop.plan(shop.context(), { worker: other });
  const context = shop.context();
  await shop.apply(await shop.plan(context, { web }), context);
  await expect(shop.plan(shop.context(), { worker: other })).rejects.toMatchObject(error);
  expect(errorOf((await shop.apply(plan, shop.context())).report)).toMatchObject(error);
});

test('a tag that appears with an image of the same commit for another platform is refused', async () => {
  await using shop = await openShop({ repositories: { 'shop/web': {} }, files });
  const { plan } = await planThenPush(shop, { commit, platforms: ['linux/arm64'] });
  const { report } = await shop.apply(plan, shop.context());
  expect(errorOf(report)).toMatchObject({
    code: 'IMAGE_PLATFORM_MISSING',
    category: 'refused',
    message: 'image shop/web:v1.2.3 in ECR is for linux/arm64, not for linux/amd64',
  });
});

test.each(['IMMUTABLE', 'MUTABLE'])(
  'a tag that appears with an image of another commit is refused: %s',
  async (mutability) => {
    await using shop = await openShop({ repositories: { 'shop/web': { mutability } }, files });
    const { plan } = await planThenPush(shop, { commit: 'b'.repeat(40) });
    const puts = shop.sandbox.requests('registry.PUT manifest').length;
    const { report } = await shop.apply(plan, shop.context());
    expect(errorOf(report)).toMatchObject({ code: 'IMAGE_TAG_TAKEN', category: 'refused' });
    expect(shop.sandbox.requests('registry.PUT manifest')).toHaveLength(puts);
  },
);

test('the registry’s "already exists" is a refusal when the image under the tag is another', async () => {
  await using shop = await openShop({ repositories: { 'shop/web': { mutability: 'IMMUTABLE' } }, files });
  const { plan } = await planThenPush(shop, { commit: 'b'.repeat(40) });
  // We look a moment too early to see it.
  shop.sandbox.faults.next('registry.GET manifest', { code: 'MANIFEST_UNKNOWN', status: 404 });
  const puts = shop.sandbox.requests('registry.PUT manifest').length;
  const { report } = await shop.apply(plan, shop.context());
  expect(errorOf(report)).toMatchObject({
    code: 'IMAGE_TAG_TAKEN',
    category: 'refused',
    message: expect.stringMatching(/\(sha256:[0-9a-f]{64}\) and was built from commit b+, not from c0ffee0/),
  });
  expect(shop.sandbox.requests('registry.PUT manifest').slice(puts)).toMatchObject([{ status: 400 }]);
});

test('the registry’s "already exists" is success when the image under the tag is ours', async () => {
  await using shop = await openShop({ repositories: { 'shop/web': { mutability: 'IMMUTABLE' } }, files });
  // The manifest is stored but its answer is lost, so it is sent again and refused: the tag is there.
  shop.sandbox.faults.next('registry.PUT manifest', { reset: 'after' });
  const context = shop.context();
  const { report } = await shop.apply(await shop.plan(context, { web }), context);
  expect(report.outcome).toBe('succeeded');
  expect(shop.sandbox.requests('registry.PUT manifest').map((request) => request.status)).toEqual([0, 400]);
});

test.each(['HEAD blob', 'POST upload', 'PATCH upload', 'PUT upload', 'PUT manifest', 'GET manifest'])(
  'a push goes on when %s is cut off, throttled or has a fault',
  async (call) => {
    await using shop = await openShop({ repositories: { 'shop/web': {} }, files });
    const context = shop.context();
    const plan = await shop.plan(context, { web });
    shop.sandbox.faults.next(`registry.${call}`, { reset: true });
    shop.sandbox.faults.next(`registry.${call}`, { body: '', status: 503 });
    shop.sandbox.faults.next(`registry.${call}`, { code: 'TOOMANYREQUESTS', status: 429 });
    const { report } = await shop.apply(plan, context);
    expect(report.outcome).toBe('succeeded');
  },
);

test('a push that failed goes on where it stopped', async () => {
  await using shop = await openShop({ repositories: { 'shop/web': {} }, files });
  shop.sandbox.faults.always('registry.PUT manifest', { body: '', status: 500 });
  const first = shop.context();
  const failed = await shop.apply(await shop.plan(first, { web }), first);
  expect(errorOf(failed.report)).toMatchObject({ code: 'PUSH_FAILED' });
  shop.sandbox.faults.clear();
  const uploads = shop.sandbox.requests('registry.PATCH upload').length;
  const second = shop.context();
  const { report } = await shop.apply(await shop.plan(second, { web }), second);
  expect(report.outcome).toBe('succeeded');
  expect(shop.sandbox.requests('registry.PATCH upload')).toHaveLength(uploads);
});

test('a push that is denied is told with what the role needs', async () => {
  await using shop = await openShop({ repositories: { 'shop/web': {} }, files });
  shop.sandbox.faults.always('registry.POST upload', { code: 'DENIED', message: 'not authorized', status: 403 });
  const context = shop.context();
  const { report } = await shop.apply(await shop.plan(context, { web }), context);
  expect(errorOf(report)).toMatchObject({
    code: 'PUSH_REFUSED',
    hint: expect.stringContaining('ecr:InitiateLayerUpload'),
  });
});

test('a password that the registry does not know is told, and is in nothing that is said', async () => {
  await using shop = await openShop({ repositories: { 'shop/web': {} }, files });
  const plan = await shop.plan(shop.context(), { web });
  const context = shop.context();
  await logInAs(context, 'a-password-that-nobody-gave-out');
  const { report, events } = await shop.apply(plan, context);
  expect(errorOf(report)).toMatchObject({
    code: 'REGISTRY_DENIED',
    hint: expect.stringContaining('GetAuthorizationToken'),
  });
  expect(JSON.stringify([report, events])).not.toContain('a-password-that-nobody-gave-out');
});

test('a login that expired is told', async () => {
  await using shop = await openShop({ repositories: { 'shop/web': {} }, files });
  const plan = await shop.plan(shop.context(), { web });
  const { password } = await useRegistryUser(shop.context());
  await shop.sandbox.clock.advance({ hours: 13 });
  const context = shop.context();
  await logInAs(context, password.reveal());
  const { report } = await shop.apply(plan, context);
  expect(errorOf(report)).toMatchObject({ code: 'REGISTRY_DENIED', message: expect.stringContaining('has expired') });
});

/** The context's login to ECR, as if GetAuthorizationToken had given this password. */
async function logInAs(context: RunContext, password: string): Promise<void> {
  const user = { name: 'AWS', password: context.resources.secrets.keep(password) };
  await context.resources.use(loginKey.of(context.environment.name), () => ({
    user: async () => user,
    renew: async () => null,
  }));
}

/** A plan for `shop/web`, and after it somebody else's image of a commit under the same tag. */
async function planThenPush(
  shop: Shop,
  { platforms, ...other }: { readonly commit: string; readonly platforms?: readonly string[] },
): Promise<{ readonly plan: Plan }> {
  const plan = await shop.plan(shop.context(), { web });
  const context = shop.context();
  const build = { ...web.build, labels: { of: 'another run' }, ...(platforms === undefined ? {} : { platforms }) };
  const { report } = await shop.apply(
    await shop.plan(context, { web: { ...web, build } }, { release: other }),
    context,
  );
  expect(report.outcome).toBe('succeeded');
  return { plan };
}

function outputOf(events: readonly RunEvent[], step: string): JsonObject {
  const event = events.find((one) => one.type === 'step-succeeded' && one.step === step);
  return event?.type === 'step-succeeded' ? (event.output as JsonObject) : {};
}

function errorOf(report: Awaited<ReturnType<Shop['apply']>>['report']): unknown {
  return report.targets[0]?.error;
}
