import { execFileSync, spawn } from 'node:child_process';
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { leftOut, missingParts } from './parts.ts';
import { copyShell } from './shell-context.ts';
import { openShop, type Shop } from './shop.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A build that begins and does not end by itself. */
const endless = 'FROM scratch\nCOPY shell /\nRUN /bin/sh -c "echo begun; while :; do :; done"\n';
const build = { with: 'docker', context: 'api', network: 'none' };
const api = { repository: 'shop/api', build };

interface MortalBuilder {
  readonly name: string;
  readonly missing: readonly string[];
  start(folder: string): Promise<Daemon>;
  readonly build: Readonly<Record<string, string>>;
  readonly says: string;
}

const mortals: readonly MortalBuilder[] = [
  {
    name: 'a Docker engine',
    missing: missingParts('docker', 'docker-with-buildkit', 'dockerd'),
    start: startEngine,
    build: { with: 'docker' },
    says: 'its daemon does not answer any more',
  },
  {
    name: 'a builder elsewhere',
    missing: missingParts('buildx', 'buildkitd'),
    start: startBuildKit,
    build: { with: 'buildx', builder: 'mortal' },
    says: 'builder mortal does not answer any more',
  },
];

describe.each(mortals)('$name that dies in the middle of a build', ({ missing, start, build: builder, says }) => {
  test.skipIf(missing.length > 0)(`is named, and nothing is pushed or left${leftOut(missing)}`, async () => {
    await using temp = await temporaryFolder();
    await using daemon = await start(join(temp.path, 'daemon'));
    await using shop = await openShop({ repositories: { 'shop/api': {} }, files: { 'api/Dockerfile': endless } });
    await copyShell(join(shop.root, 'api/shell'));
    const context = shop.context({ env: { TMPDIR: temp.path, ...daemon.env } });
    const plan = await shop.plan(context, { api: { ...api, build: { ...build, ...builder } } });
    const { report } = await shop.apply(plan, context, {
      onEvent(event) {
        if (event.type === 'step-output' && /\bbegun$/.test(event.line)) daemon.kill();
      },
    });
    expect(report.targets[0]?.error).toMatchObject({
      code: 'BUILD_FAILED',
      message: expect.stringContaining(says),
      evidence: expect.arrayContaining([expect.stringMatching(/\S/)]),
    });
    expect(shop.sandbox.requests('registry.PUT manifest')).toEqual([]);
    await context.resources.close();
    expect((await readdir(temp.path)).filter((entry) => entry.startsWith('funade-'))).toEqual([]);
  });
});

const noDisk = missingParts('small-disk');
const fileBuilders = [
  {
    name: 'containerify',
    missing: noDisk,
    build: { context: 'api', from: 'scratch', content: { big: '/big' } },
  },
  { name: 'buildah', missing: [...noDisk, ...missingParts('buildah')], build: { with: 'buildah', context: 'api' } },
];

describe.each(fileBuilders)('$name on a disk that is full', ({ missing, build: written }) => {
  test.skipIf(missing.length > 0)(`says so, pushes nothing and leaves nothing${leftOut(missing)}`, async () => {
    await using shop = await openShop({
      repositories: { 'shop/api': {} },
      files: { 'api/Dockerfile': 'FROM scratch\nCOPY big /big\n' },
    });
    await writeFile(
      join(shop.root, 'api/big'),
      Buffer.alloc(4 * 1024 * 1024, crypto.getRandomValues(new Uint8Array(997))),
    );
    await using disk = await smallDisk(shop);
    const storage = `[storage]\ndriver = "vfs"\ngraphroot = "${disk.path}/storage"\nrunroot = "${disk.path}/run"\n`;
    await writeFile(join(shop.root, 'storage.conf'), storage);
    const env = {
      TMPDIR: disk.path,
      CONTAINERS_STORAGE_CONF: join(shop.root, 'storage.conf'),
      BUILDAH_ISOLATION: 'chroot',
    };
    const context = shop.context({ env });
    const { report } = await shop.apply(await shop.plan(context, { api: { ...api, build: written } }), context);
    const error = report.targets[0]?.error;
    expect(['DISK_FULL', 'BUILD_FAILED']).toContain(error?.code);
    expect(JSON.stringify(error)).toMatch(/no space left|ENOSPC/);
    expect(shop.sandbox.requests('registry.PUT manifest')).toEqual([]);
    await context.resources.close();
    expect((await readdir(disk.path)).filter((entry) => entry.startsWith('funade-'))).toEqual([]);
  });
});

interface Daemon extends AsyncDisposable {
  /** How the Docker command reaches it. */
  readonly env: Readonly<Record<string, string>>;
  kill(): void;
}

/** A Docker engine of its own on a private socket. */
async function startEngine(folder: string): Promise<Daemon> {
  await mkdir(folder);
  const host = `unix://${folder}/docker.sock`;
  const places = ['--data-root', `${folder}/root`, '--exec-root', `${folder}/exec`, '--pidfile', `${folder}/pid`];
  const daemon = startMortal('/usr/sbin/dockerd', ['--host', host, ...places, '--bridge=none', '--iptables=false']);
  const env = { DOCKER_HOST: host };
  await expect
    .poll(async () => (await execa('docker', ['version'], { env, reject: false })).exitCode, { timeout: 30_000 })
    .toBe(0);
  return { ...daemon, env };
}

/** A BuildKit of its own on a private socket, and a buildx builder in front of it. */
async function startBuildKit(folder: string): Promise<Daemon> {
  await mkdir(join(folder, 'config'), { recursive: true });
  const plugins = join(process.env.DOCKER_CONFIG ?? join(process.env.HOME ?? '', '.docker'), 'cli-plugins');
  await symlink(plugins, join(folder, 'config/cli-plugins'));
  const address = `unix://${folder}/buildkitd.sock`;
  const daemon = startMortal('buildkitd', [
    ...['--addr', address, '--root', `${folder}/root`, '--containerd-worker=false', '--oci-worker-net=host'],
  ]);
  const env = { DOCKER_CONFIG: join(folder, 'config'), DOCKER_HOST: process.env.DOCKER_HOST ?? '' };
  await execa('docker', ['buildx', 'create', '--name', 'mortal', '--driver', 'remote', address], { env });
  await expect
    .poll(async () => (await execa('docker', ['buildx', 'inspect', 'mortal'], { env, reject: false })).stdout, {
      timeout: 30_000,
    })
    .toMatch(/^Status: +running/m);
  return { ...daemon, env };
}

/** A daemon in namespaces of its own, so that its containers and mounts end with it. */
function startMortal(file: string, args: readonly string[]): Omit<Daemon, 'env'> {
  const namespaces = ['--pid', '--fork', '--kill-child', '--mount', '--mount-proc'];
  const child = spawn('unshare', [...namespaces, file, ...args], { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const kill = (): void => {
    child.kill('SIGKILL');
  };
  return {
    kill,
    async [Symbol.asyncDispose]() {
      kill();
      await ended;
    },
  };
}

/** A file system of one mebibyte in the shop's folder. */
async function smallDisk(shop: Shop): Promise<AsyncDisposable & { readonly path: string }> {
  const path = join(shop.root, 'disk');
  await mkdir(path);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', path]);
  return {
    path,
    async [Symbol.asyncDispose]() {
      execFileSync('umount', ['--lazy', path]);
    },
  };
}
