import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Sandbox, type Seed, startSandbox } from '@funade/sandbox';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Where images are built and pushed to, and where they may be copied from. */
export const production = { account: '111111111111', region: 'eu-west-1' } as const;
export const staging = { account: '222222222222', region: 'us-east-1' } as const;
export const repository = 'bench/app';

/** A shop of one service whose image is not there yet, in a folder under git, on a sandbox with instant rollouts. */
export interface ImageShop extends AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** The registries' hosts. */
  readonly hosts: Readonly<Record<'production' | 'staging', string>>;
  git(...args: string[]): string;
  /** Writes the config with this under `ecr`, commits everything and tags it. */
  release(tag: string, ecr: object): void;
}

export async function startImageShop(): Promise<ImageShop> {
  const folder = mkdtempSync(join(tmpdir(), 'funade-bench-images-'));
  const git = (...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=Bench', '-c', 'user.email=bench@example.com', ...args], {
      cwd: folder,
      encoding: 'utf8',
    }).trim();
  git('init', '--quiet', '--initial-branch=main');
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(join(root, 'packages/cli'), join(folder, 'node_modules/funade'));
  writeFileSync(join(folder, '.gitignore'), '/node_modules\n');
  const sandbox = await startSandbox({ clock: 'real', seed: seed() });
  const hostOf = (wanted: string): string => sandbox.registries.find(({ account }) => account === wanted)?.host ?? '';
  return {
    sandbox,
    folder,
    env: { ...sandbox.environment(production), FUNADE_STATE_DIR: '.git/funade' },
    hosts: { production: hostOf(production.account), staging: hostOf(staging.account) },
    git,
    release(tag, ecr) {
      writeFileSync(join(folder, 'deploy.config.json'), JSON.stringify(config(ecr), null, 2));
      git('add', '--all');
      git('commit', '--quiet', '--allow-empty', '--message', tag);
      git('tag', tag);
    },
    async [Symbol.asyncDispose]() {
      await sandbox[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function config(ecr: object): object {
  return {
    project: 'bench',
    environments: {
      production,
      staging: { ...staging, role: `arn:aws:iam::${staging.account}:role/deploy` },
    },
    tagRules: [{ tag: 'v\\d+\\.\\d+\\.\\d+', environments: ['production'] }],
    services: { app: { ecr: { repository, ...ecr }, ecs: { cluster: 'bench', service: 'app', container: 'app' } } },
  };
}

function seed(): Seed {
  const none = { scheduler: 0, start: 0, stop: 0, deregistrationDelay: 0, settle: 0, completion: 0 };
  const old = { tags: ['v0.9.0'], files: { '/app/old': 'old' } };
  return {
    accounts: {
      [production.account]: {
        regions: {
          [production.region]: {
            repositories: {
              [repository]: { mutability: 'IMMUTABLE', images: [old] },
              'bench/base': { images: [{ tags: ['1'], files: { '/etc/base': 'base' } }] },
            },
            taskDefinitions: [
              {
                family: 'app',
                networkMode: 'awsvpc',
                requiresCompatibilities: ['FARGATE'],
                cpu: '256',
                memory: '512',
                containerDefinitions: [{ name: 'app', image: `{{registry}}/${repository}:v0.9.0`, essential: true }],
              },
            ],
            clusters: {
              bench: { services: { app: { taskDefinition: 'app', desiredCount: 1, launchType: 'FARGATE' } } },
            },
            timings: { ...none, serviceDeploymentLag: 0 },
          },
        },
      },
      [staging.account]: {
        roles: { deploy: { trust: { principals: ['*'] } } },
        regions: { [staging.region]: { repositories: { [repository]: {} } } },
      },
    },
  };
}
