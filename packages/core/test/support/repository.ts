import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** A folder that is gone when the scope ends. */
export interface Folder extends AsyncDisposable {
  readonly path: string;
  write(files: Readonly<Record<string, string>>): Promise<void>;
}

/** A real git repository in a folder of its own. */
export interface Repository extends Folder {
  readonly env: Readonly<Record<string, string>>;
  git(...args: readonly string[]): Promise<string>;
  /** Writes the files and commits everything; returns the commit id. */
  commit(files?: Readonly<Record<string, string>>): Promise<string>;
}

export async function makeFolder(): Promise<Folder> {
  const path = await realpath(await mkdtemp(join(tmpdir(), 'funade-test-')));
  return {
    path,
    async write(files) {
      for (const [name, text] of Object.entries(files)) {
        const file = join(path, name);
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, text);
      }
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}

const run = promisify(execFile);

export async function makeRepository(): Promise<Repository> {
  const folder = await makeFolder();
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: folder.path,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'a',
    GIT_AUTHOR_EMAIL: 'a@example.com',
    GIT_COMMITTER_NAME: 'a',
    GIT_COMMITTER_EMAIL: 'a@example.com',
    GIT_COMMITTER_DATE: '2026-01-02T03:04:05Z',
  };
  const git = async (...args: readonly string[]): Promise<string> => {
    const { stdout } = await run('git', args, { cwd: folder.path, env });
    return stdout.trimEnd();
  };
  await git('init', '--quiet', '--initial-branch=main');
  return {
    ...folder,
    env,
    git,
    async commit(files = {}) {
      await folder.write(files);
      await git('add', '--all');
      await git('commit', '--quiet', '--allow-empty', '--message=change');
      return git('rev-parse', 'HEAD');
    },
  };
}
