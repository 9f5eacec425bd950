import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Sandbox, type Seed, startSandbox } from '@funade/sandbox';
import type { ShopBuilder } from '../src/demo/shop-files.ts';
import { accounts, region, shopSeed } from '../src/demo/shop-seed.ts';
import { type ShopFolder, writeShop } from '../src/demo/write-shop.ts';
import { main } from '../src/main.ts';
import { type TestIoOptions, testIo } from './test-io.ts';

export interface ShopOptions {
  /** Versions whose images are in ECR already, built from their commits. Default: v1.0.0 and v1.1.0, which is all. */
  readonly pushed?: readonly string[];
  readonly builder?: ShopBuilder;
  /** Changes the seed before the sandbox starts. */
  readonly seed?: (seed: Seed) => Seed;
  readonly sandbox?: { readonly clock: 'real'; readonly speed: number };
}

/** The demo's shop on a sandbox with the virtual clock, v1.0.0 checked out, and the command beside it. */
export interface Shop extends AsyncDisposable, ShopFolder {
  readonly sandbox: Sandbox;
  /** The developer's variables. */
  readonly env: Readonly<Record<string, string>>;
  /** An io in the shop's folder, on the sandbox's clock. */
  io(options?: TestIoOptions): ReturnType<typeof testIo>;
  /** Runs `funade` in this process, as typed. */
  funade(
    typed: string,
    options?: TestIoOptions,
  ): Promise<{ readonly code: number; readonly out: string; readonly err: string }>;
  /** Operations that change something, in the order they came. */
  writes(): readonly string[];
}

export async function startShop({
  pushed = ['v1.0.0', 'v1.1.0'],
  builder = 'containerify',
  seed = (same) => same,
  sandbox: clock,
}: ShopOptions = {}): Promise<Shop> {
  await using started = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'funade-shop-'));
  started.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  const shop = await writeShop(folder, { versions: ['v1.0.0', 'v1.1.0'], builder }, process.env);
  const found = pushed.length === 0 ? '' : await shop.git('rev-parse', ...pushed.map((tag) => `${tag}^{commit}`));
  const commits = found.split('\n').flatMap((commit, index) => {
    const version = pushed[index];
    return version === undefined ? [] : [{ version, commit }];
  });
  const sandbox = await startSandbox({ seed: seed(shopSeed(commits)), ...clock });
  started.use(sandbox);
  const env = {
    ...sandbox.environment({ account: accounts.staging, region }),
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    NO_COLOR: '1',
    FUNADE_STATE_DIR: '.git/funade',
  };
  const io = (options: TestIoOptions = {}) =>
    testIo({ cwd: folder, clock: sandbox.clock, ...options, env: { ...env, ...options.env } });
  const owned = started.move();
  return {
    ...shop,
    sandbox,
    env,
    io,
    async funade(typed, options) {
      const given = io(options);
      const code = await main(typed.split(' '), given.io);
      return { code, out: given.out(), err: given.err() };
    },
    writes: () =>
      sandbox
        .requests()
        .map(({ operation }) => operation)
        .filter((operation) => changing.test(operation)),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

const changing =
  /^(ecs\.(Register|Update|Create|Delete|Stop|Run|Put|Tag)|ecr\.(Put|Create|Delete|Initiate|Upload|Complete)|registry\.(PUT|POST|PATCH|DELETE))/;
