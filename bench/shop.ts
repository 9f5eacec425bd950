import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Sandbox, type Seed, startSandbox } from '@funade/sandbox';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The built command, as users install it. */
export const bin = join(root, 'packages/cli/dist/bin.mjs');
const account = '111111111111';
const region = 'eu-west-1';
const newRelease = 'v2.0.0';

/** A shop of `count` services on `count` repositories, on a sandbox with the wall clock and instant rollouts. */
export interface Shop extends AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** The next tag whose images are in every repository, built from its commit. */
  release(): string;
  /** A tag whose images are in no repository. */
  readonly newRelease: string;
}

/** Starts a shop with `releases` tags (default 1) whose images are there. */
export async function startShop(count: number, options: { readonly releases?: number } = {}): Promise<Shop> {
  const folder = mkdtempSync(join(tmpdir(), 'funade-bench-shop-'));
  const names = Array.from({ length: count }, (_, index) => `service-${index + 1}`);
  writeFileSync(join(folder, 'deploy.config.json'), JSON.stringify(config(names), null, 2));
  const git = (...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=Bench', '-c', 'user.email=bench@example.com', ...args], {
      cwd: folder,
      encoding: 'utf8',
    }).trim();
  git('init', '--quiet', '--initial-branch=main');
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(join(root, 'packages/cli'), join(folder, 'node_modules/funade'));
  writeFileSync(join(folder, '.gitignore'), 'node_modules\n');
  for (const name of names) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'app.txt'), name);
  }
  git('add', '.');
  git('commit', '--quiet', '--message', 'First');
  const commit = git('rev-parse', 'HEAD');
  const tags = Array.from({ length: options.releases ?? 1 }, (_, index) => `v1.${index}.0`);
  for (const tag of [...tags, newRelease]) git('tag', tag);
  const sandbox = await startSandbox({ clock: 'real', seed: seed(names, tags, commit) });
  let next = 0;
  return {
    sandbox,
    folder,
    env: { ...sandbox.environment({ account, region }), FUNADE_STATE_DIR: '.git/funade' },
    newRelease,
    release: () => {
      const tag = tags[next];
      if (tag === undefined) throw new Error('the shop has no further release');
      next += 1;
      return tag;
    },
    async [Symbol.asyncDispose]() {
      await sandbox[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function config(names: readonly string[]): object {
  return {
    project: 'bench',
    environments: { production: { account, region } },
    tagRules: [{ tag: 'v\\d+\\.\\d+\\.\\d+', environments: ['production'] }],
    services: Object.fromEntries(
      names.map((name) => [
        name,
        {
          ecr: {
            repository: `bench/${name}`,
            build: { with: 'containerify', context: name, from: 'scratch', content: { '.': '/app' } },
          },
          ecs: { cluster: 'bench', service: name, container: 'app' },
        },
      ]),
    ),
  };
}

function seed(names: readonly string[], tags: readonly string[], commit: string): Seed {
  const image = { files: { '/app/app.txt': 'bench' }, labels: { 'org.opencontainers.image.revision': commit } };
  return {
    accounts: {
      [account]: {
        regions: {
          [region]: {
            repositories: Object.fromEntries(
              names.map((name) => [
                `bench/${name}`,
                {
                  mutability: 'IMMUTABLE',
                  images: [{ ...image, tags: ['v0.9.0'] }, ...tags.map((tag) => ({ ...image, tags: [tag] }))],
                },
              ]),
            ),
            taskDefinitions: names.map((name) => ({
              family: name,
              networkMode: 'awsvpc',
              requiresCompatibilities: ['FARGATE'],
              cpu: '256',
              memory: '512',
              containerDefinitions: [{ name: 'app', image: `{{registry}}/bench/${name}:v0.9.0`, essential: true }],
            })),
            clusters: {
              bench: {
                services: Object.fromEntries(
                  names.map((name) => [name, { taskDefinition: name, desiredCount: 1, launchType: 'FARGATE' }]),
                ),
              },
            },
            throttling: true,
            timings: {
              scheduler: 0,
              start: 0,
              stop: 0,
              deregistrationDelay: 0,
              settle: 0,
              completion: 0,
              serviceDeploymentLag: 0,
            },
          },
        },
      },
    },
  };
}
