import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { main } from '../src/main.ts';
import { type TestIoOptions, testIo } from './test-io.ts';

const run = promisify(execFile);
const here = fileURLToPath(new URL('../../..', import.meta.url));

/** An empty git repository, as `npm init -y` and an install of funade leave it. */
export interface InitFolder extends AsyncDisposable {
  readonly folder: string;
  git(...args: readonly string[]): Promise<string>;
  /** Commits everything under a tag. */
  release(tag: string): Promise<void>;
  read(path: string): Promise<string>;
  write(path: string, text: string): Promise<void>;
  funade(
    typed: string,
    options?: TestIoOptions,
  ): Promise<{ readonly code: number; readonly out: string; readonly err: string }>;
}

export interface InitFolderOptions {
  /** Variables of every command. */
  readonly env?: TestIoOptions['env'];
  /** An example that the folder is a copy of. */
  readonly example?: string;
}

/** A folder called `shop`. */
export async function makeInitFolder({ env = {}, example }: InitFolderOptions = {}): Promise<InitFolder> {
  const above = await mkdtemp(join(tmpdir(), 'funade-init-'));
  const folder = join(above, 'shop');
  await mkdir(join(folder, 'node_modules'), { recursive: true });
  if (example !== undefined) {
    const from = join(here, 'examples', example);
    await cp(from, folder, { recursive: true, filter: (path) => !path.startsWith(join(from, 'node_modules')) });
  }
  await symlink(join(here, 'packages/cli'), join(folder, 'node_modules/funade'), 'junction');
  if (example !== undefined) await writeFile(join(folder, '.gitignore'), 'node_modules\n');
  await writeFile(
    join(folder, 'package.json'),
    '{ "name": "shop", "type": "commonjs", "devDependencies": { "funade": "*" } }\n',
  );
  const who = { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@b', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@b' };
  const gitEnv = { PATH: process.env.PATH, HOME: folder, GIT_CONFIG_NOSYSTEM: '1', ...who };
  const git = async (...args: readonly string[]): Promise<string> =>
    (await run('git', args, { cwd: folder, env: gitEnv })).stdout.trim();
  await git('init', '--quiet', '--initial-branch=main');
  return {
    folder,
    git,
    async release(tag) {
      await git('add', '--all');
      await git('commit', '--quiet', '--allow-empty', '--message', tag);
      await git('tag', tag);
    },
    read: (path) => readFile(join(folder, path), 'utf8'),
    async write(path, text) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    },
    async funade(typed, options = {}) {
      const given = testIo({
        cwd: folder,
        ...options,
        env: { NO_COLOR: '1', FUNADE_STATE_DIR: '.git/funade', ...env, ...options.env },
      });
      const code = await main(typed.split(' '), given.io);
      return { code, out: given.out(), err: given.err() };
    },
    [Symbol.asyncDispose]: () => rm(above, { recursive: true, force: true, maxRetries: 3 }),
  };
}
