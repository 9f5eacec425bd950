import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Sandbox, type Seed, startSandbox } from '@funade/sandbox';
import { main } from '../src/main.ts';
import { type TestIoOptions, testIo } from './test-io.ts';

const run = promisify(execFile);

/** A small project as somebody would have it, on a sandbox: one service `web` with a prebuilt image by tag. */
export interface CaseFolder extends AsyncDisposable {
  readonly folder: string;
  readonly sandbox: Sandbox;
  git(...args: readonly string[]): Promise<string>;
  write(files: Readonly<Record<string, unknown>>): Promise<void>;
  funade(
    typed: string,
    options?: TestIoOptions,
  ): Promise<{ readonly code: number; readonly out: string; readonly err: string }>;
}

export const caseConfig = {
  project: 'shop',
  environments: { prod: { account: '111111111111', region: 'us-east-1' } },
  tagRules: [{ tag: '/v.*/', environments: ['prod'] }],
  services: {
    web: {
      ecr: { images: { img: { repository: 'app', prebuilt: { tag: '{{release.tag}}' } } } },
      ecs: { cluster: 'c', service: 'web', containers: { app: 'img' } },
    },
  },
};

const container = { name: 'app', image: '{{registry}}/app:v1.0.0', essential: true };
const fargate = { networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'], cpu: '256', memory: '512' };

const seed = {
  accounts: {
    '111111111111': {
      regions: {
        'us-east-1': {
          repositories: {
            app: {
              images: [
                { tags: ['v1.0.0'], files: { '/v': '1' } },
                { tags: ['v2.0.0'], files: { '/v': '2' } },
              ],
            },
          },
          taskDefinitions: [{ family: 'web', ...fargate, containerDefinitions: [container] }],
          clusters: {
            c: {
              services: {
                web: {
                  taskDefinition: 'web',
                  desiredCount: 1,
                  launchType: 'FARGATE',
                  networkConfiguration: {
                    awsvpcConfiguration: { subnets: ['subnet-0a'], securityGroups: ['sg-0a'] },
                  },
                },
              },
            },
          },
        },
      },
    },
  },
} as unknown as Seed;

/** The files, committed, with the tags v1.0.0 and v2.0.0 on the commit. Objects are written as JSON. `changeSeed`: of the sandbox. */
export async function makeCase(
  files: Readonly<Record<string, unknown>> = {},
  changeSeed: (seed: Seed) => Seed = (same) => same,
): Promise<CaseFolder> {
  await using started = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'funade-case-'));
  started.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  const who = { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@b', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@b' };
  const gitEnv = { PATH: process.env.PATH, HOME: folder, GIT_CONFIG_NOSYSTEM: '1', ...who };
  const git = async (...args: readonly string[]): Promise<string> =>
    (await run('git', args, { cwd: folder, env: gitEnv })).stdout.trim();
  const write = async (more: Readonly<Record<string, unknown>>): Promise<void> => {
    for (const [name, content] of Object.entries(more)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content, null, 1));
    }
  };
  await write({ 'deploy.config.json': caseConfig, ...files });
  await git('init', '--quiet', '--initial-branch=main');
  await git('add', '.');
  await git('commit', '--quiet', '--message=a');
  for (const tag of ['v1.0.0', 'v2.0.0']) await git('tag', tag);
  const sandbox = await startSandbox({ seed: changeSeed(seed) });
  started.use(sandbox);
  const env = {
    ...sandbox.environment({ account: '111111111111', region: 'us-east-1' }),
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    NO_COLOR: '1',
    FUNADE_STATE_DIR: '.git/funade',
  };
  const owned = started.move();
  return {
    folder,
    sandbox,
    git,
    write,
    async funade(typed, options = {}) {
      const given = testIo({ cwd: folder, clock: sandbox.clock, ...options, env: { ...env, ...options.env } });
      const code = await main(typed.split(' '), given.io);
      return { code, out: given.out(), err: given.err() };
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
