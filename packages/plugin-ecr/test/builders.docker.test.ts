import { randomUUID } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { BuilderName } from '../src/options.ts';
import { parseManifest } from '../src/registry/manifest.ts';
import { readManifest } from '../src/registry/read-image.ts';
import { useRegistryClient } from '../src/registry-login.ts';
import { imageBytes } from './image-bytes.ts';
import { leftOut, missingParts, type Part } from './parts.ts';
import { copyShell } from './shell-context.ts';
import { openShop, type Shop } from './shop.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { watchArguments } from './watch-arguments.ts';
import { commit } from './world.ts';

/** Several stages, a build argument, and two secrets whose lengths alone go into the image. */
const dockerfile = `
FROM scratch AS tools
COPY shell /
FROM tools AS build
ARG GREETING
RUN --mount=type=secret,id=token --mount=type=secret,id=rc /bin/sh -c 'read -r t < /run/secrets/token; read -r r < /run/secrets/rc; echo "made with $GREETING, \${#t} and \${#r}" > /made; echo "secrets of \${#t} and \${#r} letters"'
FROM scratch AS final
COPY --from=build /made /made
FROM scratch AS never
COPY no-such-file /
`;

const builders: readonly (BuilderName & Part)[] = ['docker', 'buildx', 'podman', 'buildah'];

describe.each(builders)('%s', (name) => {
  const missing = missingParts(name);
  const real = test.skipIf(missing.length > 0);
  const unkept = name === 'docker' ? missingParts('docker-with-buildkit') : missing;

  test.skipIf(unkept.length > 0)(`builds several stages with secrets that nobody sees${leftOut(unkept)}`, async () => {
    await using temp = await temporaryFolder();
    await using shop = await openBuilderShop({ 'api/Dockerfile': dockerfile, 'api/rc': '' });
    await copyShell(join(shop.root, 'api/shell'));
    // Another one each time: no builder takes the stage from its cache.
    const greeting = `greeting-${randomUUID()}`;
    const [token, rc] = [`token-${randomUUID()}`, `rc-${randomUUID()}`];
    await writeFile(join(shop.root, 'rc'), `${rc}\n`);
    const world = shop.world({ env: await builderEnv(temp.path, { TOKEN: token }) });
    const build = {
      with: name,
      context: 'api',
      target: 'final',
      args: { GREETING: greeting },
      secrets: { token: { env: 'TOKEN' }, rc: { file: 'rc' } },
      // Without a bridge an engine has no network to give; podman's isolation by chroot takes no other than the host's.
      ...(name === 'docker' || name === 'buildx' ? { network: 'none' } : {}),
    };
    using seen = watchArguments();
    const plan = await shop.plan(world, { api: { repository: 'shop/api', build } });
    const { report, events } = await shop.apply(plan, world);
    expect(report.targets.map((target) => target.error)).toEqual([null]);

    expect(seen.held(`GREETING=${greeting}`)).toBe(true);
    expect([seen.held(token), seen.held(rc)]).toEqual([false, false]);
    const client = await useRegistryClient(world, shop.host);
    const bytes = await imageBytes(client, 'shop/api', 'v1.2.3');
    expect(bytes.includes(`made with ${greeting}, ${token.length} and ${rc.length}`)).toBe(true);
    expect([bytes.includes(token), bytes.includes(rc)]).toEqual([false, false]);
    const logs = JSON.stringify([plan, events]);
    expect(logs).toContain(`secrets of ${token.length} and ${rc.length} letters`);
    expect([logs.includes(token), logs.includes(rc)]).toEqual([false, false]);

    const [image] = shop.sandbox.requests('registry.PUT manifest');
    expect(image?.status).toBe(201);
    await world.resources.close();
    const left = await readdir(temp.path);
    expect(left.filter((entry) => entry.startsWith('funade-'))).toEqual([]);
  });

  real(`says the commit and the platform of what it built, and finds it again${leftOut(missing)}`, async () => {
    await using temp = await temporaryFolder();
    await using shop = await openBuilderShop({ 'api/Dockerfile': 'FROM scratch\nCOPY a /a\n', 'api/a': 'a' });
    const world = shop.world({ env: await builderEnv(temp.path) });
    const api = { repository: 'shop/api', build: { with: name, context: 'api' } };
    const { report } = await shop.apply(await shop.plan(world, { api }), world);
    expect(report.targets.map((target) => target.error)).toEqual([null]);
    const blobs = shop.sandbox.requests('registry.GET blob').length;
    const again = await shop.plan(shop.world(), { api });
    expect(again.steps).toEqual([]);
    expect(again.facts.ecr).toMatchObject({ images: { 'shop/api': { revision: commit, platforms: ['linux/amd64'] } } });
    // What we make the manifest of says it in annotations; an engine's image says it in its config.
    const ofEngine = name === 'docker' || (name === 'buildx' && missingParts('buildkit').length > 0);
    expect(shop.sandbox.requests('registry.GET blob').length - blobs).toBe(ofEngine ? 1 : 0);
  });

  real(`ends a build that fails with its last lines${leftOut(missing)}`, async () => {
    await using temp = await temporaryFolder();
    await using shop = await openBuilderShop({ 'api/Dockerfile': 'FROM scratch\nCOPY no-such-file /\n' });
    const world = shop.world({ env: await builderEnv(temp.path) });
    const api = { repository: 'shop/api', build: { with: name, context: 'api' } };
    const { report } = await shop.apply(await shop.plan(world, { api }), world);
    expect(report.targets[0]?.error).toMatchObject({
      code: 'BUILD_FAILED',
      because: [expect.stringContaining('no-such-file')],
    });
    expect(shop.sandbox.requests('registry.PUT manifest')).toEqual([]);
  });
});

const withoutBuildKit = missingParts('buildkit');

describe.skipIf(withoutBuildKit.length > 0)(`a buildx builder that is no engine${leftOut(withoutBuildKit)}`, () => {
  const files = { 'api/Dockerfile': 'FROM scratch\nCOPY a /a\n', 'api/a': 'a' };
  const api = {
    repository: 'shop/api',
    build: { with: 'buildx', context: 'api', platforms: ['linux/amd64', 'linux/arm64'] },
  };

  test('builds for several platforms and keeps its cache in a tag of its own', async () => {
    await using temp = await temporaryFolder();
    await using shop = await openShop({ repositories: { 'shop/api': {} }, files });
    const world = shop.world({ env: await builderEnv(temp.path) });
    const { report } = await shop.apply(await shop.plan(world, { api }), world);
    expect(report.targets.map((target) => target.error)).toEqual([null]);
    const client = await useRegistryClient(world, shop.host);
    const cache = parseManifest((await readManifest(client, 'shop/api', 'buildcache'))?.text ?? '');
    expect(cache).toMatchObject({ kind: 'image', config: { mediaType: 'application/vnd.buildkit.cacheconfig.v0' } });
    const index = parseManifest((await readManifest(client, 'shop/api', 'v1.2.3'))?.text ?? '');
    expect(index.kind === 'index' && index.entries.map((entry) => entry.platform)).toEqual([
      'linux/amd64',
      'linux/arm64',
    ]);
  });

  test('leaves an immutable cache tag alone', async () => {
    await using temp = await temporaryFolder();
    await using shop = await openBuilderShop(files);
    const world = shop.world({ env: await builderEnv(temp.path) });
    const { report } = await shop.apply(await shop.plan(world, { api }), world);
    expect(report.targets.map((target) => target.error)).toEqual([null]);
    expect(await readManifest(await useRegistryClient(world, shop.host), 'shop/api', 'buildcache')).toBe(null);
  });
});

describe.each(['podman', 'buildah'] as const)('%s', (name) => {
  const missing = missingParts(name);

  test.skipIf(missing.length > 0)(`builds for several platforms${leftOut(missing)}`, async () => {
    await using temp = await temporaryFolder();
    await using shop = await openBuilderShop({ 'api/Dockerfile': 'FROM scratch\nCOPY a /a\n', 'api/a': 'a' });
    const world = shop.world({ env: await builderEnv(temp.path) });
    const build = { with: name, context: 'api', platforms: ['linux/amd64', 'linux/arm64'] };
    const { report } = await shop.apply(await shop.plan(world, { api: { repository: 'shop/api', build } }), world);
    expect(report.targets.map((target) => target.error)).toEqual([null]);
    const client = await useRegistryClient(world, shop.host);
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
      const world = shop.world({ env: await builderEnv(temp.path) });
      const api = { repository: 'shop/api', build: { with: name, context: 'api' } };
      await shop.apply(await shop.plan(world, { api }), world);
      digests.push((await readManifest(await useRegistryClient(world, shop.host), 'shop/api', 'v1.2.3'))?.digest);
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
  const { DOCKER_HOST, DOCKER_CONFIG, BUILDX_BUILDER } = process.env;
  return {
    TMPDIR: folder,
    CONTAINERS_STORAGE_CONF: storage,
    BUILDAH_ISOLATION: 'chroot',
    ...(DOCKER_HOST === undefined ? {} : { DOCKER_HOST }),
    ...(DOCKER_CONFIG === undefined ? {} : { DOCKER_CONFIG }),
    ...(BUILDX_BUILDER === undefined ? {} : { BUILDX_BUILDER }),
    ...added,
  };
}
