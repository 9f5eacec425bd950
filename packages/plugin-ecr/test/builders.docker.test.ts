import { randomUUID } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { RunEvent } from '@funade/core';
import { buildPlan, buildStep } from '@funade/core/testing';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { useRegistryClient } from '../src/login/registry-login.ts';
import type { BuilderName } from '../src/options/build-options.ts';
import { parseManifest } from '../src/registry/manifest.ts';
import { readManifest } from '../src/registry/read-image.ts';
import { imageBytes } from './image-bytes.ts';
import { leftOut, missingParts, type Part } from './parts.ts';
import { copyShell } from './shell-context.ts';
import { openShop, type Shop } from './shop.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { commit } from './test-context.ts';
import { watchArguments } from './watch-arguments.ts';

/** Several stages, a build argument, and two secrets whose lengths alone go into the image. */
const dockerfile = `
FROM scratch AS tools
COPY shell /
FROM tools AS build
ARG GREETING
RUN --mount=type=secret,id=token --mount=type=secret,id=rc /bin/sh -c 'read -r t < /run/secrets/token; read -r r < /run/secrets/rc; echo "made with $GREETING, \${#t} and \${#r}" > /made; echo "secrets of \${#t} and \${#r} letters"'
RUN --mount=type=ssh /bin/sh -c '[ -S "$SSH_AUTH_SOCK" ] && echo "an agent is there"'
FROM scratch AS final
COPY --from=build /made /made
FROM scratch AS never
COPY no-such-file /
`;

interface RealBuilder {
  readonly name: string;
  readonly part: Part;
  /** What a build writes to get it. */
  readonly build: { readonly with: BuilderName; readonly builder?: string };
  /** Parts without which it knows no secrets. */
  readonly secretsNeed: readonly Part[];
}

const elsewhere = { with: 'buildx', builder: process.env.FUNADE_TEST_BUILDER ?? 'none' } as const;
const builders: readonly RealBuilder[] = [
  { name: 'docker', part: 'docker', build: { with: 'docker' }, secretsNeed: ['docker-with-buildkit'] },
  { name: 'buildx, the engine', part: 'buildx', build: { with: 'buildx' }, secretsNeed: [] },
  { name: 'buildx, a builder elsewhere', part: 'buildkit', build: elsewhere, secretsNeed: [] },
  { name: 'podman', part: 'podman', build: { with: 'podman' }, secretsNeed: [] },
  { name: 'buildah', part: 'buildah', build: { with: 'buildah' }, secretsNeed: [] },
];

describe.each(builders)('$name', ({ part, build: builder, secretsNeed }) => {
  const missing = missingParts(part);
  const real = test.skipIf(missing.length > 0);
  const unkept = [...missing, ...missingParts(...secretsNeed)];
  const ofEngine = part === 'docker' || part === 'buildx';

  test.skipIf(unkept.length > 0)(`builds several stages with secrets that nobody sees${leftOut(unkept)}`, async () => {
    await using temp = await temporaryFolder();
    await using shop = await openBuilderShop({ 'api/Dockerfile.production': dockerfile });
    await copyShell(join(shop.root, 'api/shell'));
    // Another one each time: no builder takes the stage from its cache.
    const greeting = `greeting-${randomUUID()}`;
    const [token, rc] = [`token-${randomUUID()}`, `rc-${randomUUID()}`];
    await writeFile(join(shop.root, 'rc'), `${rc}\n`);
    using agent = await sshAgent(join(temp.path, 'agent'));
    const context = shop.context({ env: await builderEnv(temp.path, { TOKEN: token, SSH_AUTH_SOCK: agent.path }) });
    const build = {
      ...builder,
      context: 'api',
      dockerfile: 'Dockerfile.production',
      target: 'final',
      ssh: ['default'],
      pull: true,
      args: { GREETING: greeting },
      secrets: { token: { env: 'TOKEN' }, rc: { file: 'rc' } },
      // Without a bridge an engine has no network to give; podman's isolation by chroot takes no other than the host's.
      network: part === 'podman' || part === 'buildah' ? 'host' : 'none',
    };
    using seen = watchArguments();
    const plan = await shop.plan(context, { api: { repository: 'shop/api', build } });
    const { report, events } = await shop.apply(plan, context);
    expect(report.targets.map((target) => target.error)).toEqual([null]);

    expect(seen.held(`GREETING=${greeting}`)).toBe(true);
    expect([seen.held(token), seen.held(rc)]).toEqual([false, false]);
    const client = await useRegistryClient(context, shop.host);
    const bytes = await imageBytes(client, 'shop/api', 'v1.2.3');
    expect(bytes.includes(`made with ${greeting}, ${token.length} and ${rc.length}`)).toBe(true);
    expect([bytes.includes(token), bytes.includes(rc)]).toEqual([false, false]);
    const logs = JSON.stringify([plan, events]);
    expect(logs).toContain(`secrets of ${token.length} and ${rc.length} letters`);
    expect(logs).toContain('an agent is there');
    expect([logs.includes(token), logs.includes(rc)]).toEqual([false, false]);

    const [image] = shop.sandbox.requests('registry.PUT manifest');
    expect(image?.status).toBe(201);
    await context.resources.close();
    const left = await readdir(temp.path);
    expect(left.filter((entry) => entry.startsWith('funade-'))).toEqual([]);
  });

  real(`says the commit and the platform of what it built, and finds it again${leftOut(missing)}`, async () => {
    await using temp = await temporaryFolder();
    await using shop = await openBuilderShop({ 'api/Dockerfile': 'FROM scratch\nCOPY a /a\n', 'api/a': 'a' });
    const context = shop.context({ env: await builderEnv(temp.path) });
    const api = { repository: 'shop/api', build: { ...builder, context: 'api' } };
    const { report } = await shop.apply(await shop.plan(context, { api }), context);
    expect(report.targets.map((target) => target.error)).toEqual([null]);
    const tagged = await readManifest(await useRegistryClient(context, shop.host), 'shop/api', 'v1.2.3');
    // An image, and no index that holds an attestation beside it.
    expect(parseManifest(tagged?.text ?? '').kind).toBe('image');
    const blobs = shop.sandbox.requests('registry.GET blob').length;
    const again = await shop.plan(shop.context(), { api });
    expect(again.steps).toEqual([]);
    expect(again.facts.ecr).toMatchObject({ images: { 'shop/api': { revision: commit, platforms: ['linux/amd64'] } } });
    // What we make the manifest of says it in annotations; an engine's image says it in its config.
    expect(shop.sandbox.requests('registry.GET blob').length - blobs).toBe(ofEngine ? 1 : 0);
  });

  real(`takes in no saved plan and no journal that lie in the context${leftOut(missing)}`, async () => {
    await using temp = await temporaryFolder();
    const plan = JSON.stringify(buildPlan([buildStep('a:b', { title: 'a telling title' })]), null, 2);
    const journal = '{"type":"journal","format":1,"run":"a telling run"}\n';
    const files = { 'api/Dockerfile': 'FROM scratch\nCOPY . /\n', 'api/a': 'a file of the app' };
    await using shop = await openBuilderShop({
      ...files,
      'api/plan.json': plan,
      'api/.funade/runs/1.jsonl': journal,
      'api/state/runs/2.jsonl': journal,
    });
    const own = [join(shop.root, 'api/state')];
    const context = shop.context({ env: await builderEnv(temp.path), own });
    const api = { repository: 'shop/api', build: { ...builder, context: 'api' } };
    const { report } = await shop.apply(await shop.plan(context, { api }), context);
    expect(report.targets.map((target) => target.error)).toEqual([null]);
    const bytes = await imageBytes(await useRegistryClient(context, shop.host), 'shop/api', 'v1.2.3');
    expect([bytes.includes('a file of the app'), bytes.includes('a telling')]).toEqual([true, false]);
  });

  real(`ends a build that fails with its last lines${leftOut(missing)}`, async () => {
    await using temp = await temporaryFolder();
    await using shop = await openBuilderShop({ 'api/Dockerfile': 'FROM scratch\nCOPY no-such-file /\n' });
    const context = shop.context({ env: await builderEnv(temp.path) });
    const api = { repository: 'shop/api', build: { ...builder, context: 'api' } };
    const { report } = await shop.apply(await shop.plan(context, { api }), context);
    expect(report.targets[0]?.error).toMatchObject({
      code: 'BUILD_FAILED',
      evidence: expect.arrayContaining([expect.stringContaining('no-such-file')]),
    });
    expect(shop.sandbox.requests('registry.PUT manifest')).toEqual([]);
  });
});

const withoutBuildKit = missingParts('buildkit');

describe.skipIf(withoutBuildKit.length > 0)(`a buildx builder that is no engine${leftOut(withoutBuildKit)}`, () => {
  const files = { 'api/Dockerfile': 'FROM scratch\nCOPY a /a\n', 'api/a': 'a' };
  const api = {
    repository: 'shop/api',
    build: { ...elsewhere, context: 'api', platforms: ['linux/amd64', 'linux/arm64'] },
  };

  test('builds for several platforms and keeps its cache in a tag of its own', async () => {
    await using temp = await temporaryFolder();
    await using shop = await openShop({ repositories: { 'shop/api': {} }, files });
    const context = shop.context({ env: await builderEnv(temp.path) });
    const { report } = await shop.apply(await shop.plan(context, { api }), context);
    expect(report.targets.map((target) => target.error)).toEqual([null]);
    const client = await useRegistryClient(context, shop.host);
    const cache = parseManifest((await readManifest(client, 'shop/api', 'buildcache'))?.text ?? '');
    expect(cache).toMatchObject({ kind: 'image', config: { mediaType: 'application/vnd.buildkit.cacheconfig.v0' } });
    const index = parseManifest((await readManifest(client, 'shop/api', 'v1.2.3'))?.text ?? '');
    expect(index.kind === 'index' && index.entries.map((entry) => entry.platform)).toEqual([
      'linux/amd64',
      'linux/arm64',
    ]);
  });

  test('takes what an earlier build left in the cache, secrets apart', async () => {
    const secret = `token-${randomUUID()}`;
    const cached = 'FROM scratch AS tools\nCOPY shell /\nFROM tools\nRUN --mount=type=secret,id=token \\\n';
    const run = `/bin/sh -c 'read -r t < /run/secrets/token; echo "\${#t} letters of ${randomUUID()}" > /made'\n`;
    await using temp = await temporaryFolder();
    await using shop = await openShop({
      repositories: { 'shop/api': {}, 'shop/cache': {} },
      files: { 'api/Dockerfile': `${cached}  ${run}` },
    });
    await copyShell(join(shop.root, 'api/shell'));
    const context = shop.context({ env: await builderEnv(temp.path, { TOKEN: `${secret}\n` }) });
    const to = `${shop.host}/shop/cache:api`;
    const build = { ...elsewhere, context: 'api', secrets: { token: { env: 'TOKEN' } }, cache: { from: [to], to } };
    const service = { api: { repository: 'shop/api', build } };
    const first = await shop.apply(await shop.plan(context, service), context);
    expect(first.report.targets.map((target) => target.error)).toEqual([null]);
    await prune();
    const second = await shop.apply(await shop.plan(context, service, { release: { imageTag: 'v1.2.4' } }), context);
    expect(outputs(second.events).some((line) => line.includes('CACHED'))).toBe(true);
    const client = await useRegistryClient(context, shop.host);
    const bytes = await imageBytes(client, 'shop/cache', 'api');
    expect([bytes.includes('letters of'), bytes.includes(secret)]).toEqual([true, false]);
  });

  test('leaves an immutable cache tag alone', async () => {
    await using temp = await temporaryFolder();
    await using shop = await openBuilderShop(files);
    const context = shop.context({ env: await builderEnv(temp.path) });
    const { report } = await shop.apply(await shop.plan(context, { api }), context);
    expect(report.targets.map((target) => target.error)).toEqual([null]);
    expect(await readManifest(await useRegistryClient(context, shop.host), 'shop/api', 'buildcache')).toBe(null);
  });
});

const reproducible = builders.filter(({ part }) => part !== 'docker' && part !== 'buildx');

describe.each(reproducible)('$name', ({ part, build: builder }) => {
  const missing = missingParts(part);

  test.skipIf(missing.length > 0)(`builds for several platforms${leftOut(missing)}`, async () => {
    await using temp = await temporaryFolder();
    await using shop = await openBuilderShop({ 'api/Dockerfile': 'FROM scratch\nCOPY a /a\n', 'api/a': 'a' });
    const context = shop.context({ env: await builderEnv(temp.path) });
    const build = { ...builder, context: 'api', platforms: ['linux/amd64', 'linux/arm64'] };
    const { report } = await shop.apply(await shop.plan(context, { api: { repository: 'shop/api', build } }), context);
    expect(report.targets.map((target) => target.error)).toEqual([null]);
    const client = await useRegistryClient(context, shop.host);
    const index = parseManifest((await readManifest(client, 'shop/api', 'v1.2.3'))?.text ?? '');
    expect(index.kind === 'index' && index.entries.map((entry) => entry.platform).toSorted()).toEqual([
      'linux/amd64',
      'linux/arm64',
    ]);
  });

  test.skipIf(missing.length > 0)(`gives the same image for the same commit${leftOut(missing)}`, async () => {
    const digests: unknown[] = [];
    for (let turn = 0; turn < 2; turn++) {
      await using temp = await temporaryFolder();
      await using shop = await openBuilderShop({ 'api/Dockerfile': 'FROM scratch\nCOPY a /a\n', 'api/a': 'a' });
      const context = shop.context({ env: await builderEnv(temp.path) });
      const api = { repository: 'shop/api', build: { ...builder, context: 'api' } };
      await shop.apply(await shop.plan(context, { api }), context);
      digests.push((await readManifest(await useRegistryClient(context, shop.host), 'shop/api', 'v1.2.3'))?.digest);
    }
    expect(digests[0]).toBeDefined();
    expect(digests[1]).toBe(digests[0]);
  });
});

function openBuilderShop(files: Readonly<Record<string, string>>): Promise<Shop> {
  return openShop({ repositories: { 'shop/api': { mutability: 'IMMUTABLE' } }, files });
}

/** The environment of a command: the engine of this machine, and image storage of its own in `folder`. */
async function builderEnv(folder: string, added: Record<string, string> = {}): Promise<Record<string, string>> {
  const storage = join(folder, 'storage.conf');
  const [root, run] = [join(folder, 'storage'), join(folder, 'run')];
  await writeFile(storage, `[storage]\ndriver = "vfs"\ngraphroot = "${root}"\nrunroot = "${run}"\n`);
  const { DOCKER_HOST, DOCKER_CONFIG } = process.env;
  return {
    TMPDIR: folder,
    CONTAINERS_STORAGE_CONF: storage,
    BUILDAH_ISOLATION: 'chroot',
    ...(DOCKER_HOST === undefined ? {} : { DOCKER_HOST }),
    ...(DOCKER_CONFIG === undefined ? {} : { DOCKER_CONFIG }),
    ...added,
  };
}

function outputs(events: readonly RunEvent[]): readonly string[] {
  return events.flatMap((event) => (event.type === 'step-output' ? [event.line] : []));
}

/** Empties the own cache of the builder elsewhere, so that only the registry's is left. */
async function prune(): Promise<void> {
  await execa('docker', ['buildx', 'prune', '--builder', elsewhere.builder, '--all', '--force']);
}

/** A socket where an SSH agent would be; builders look whether it is one. */
async function sshAgent(path: string): Promise<Disposable & { readonly path: string }> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(path, resolve);
  });
  return { path, [Symbol.dispose]: () => server.close() };
}
