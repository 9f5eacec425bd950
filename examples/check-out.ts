import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Sandbox, startSandbox } from '@funade/sandbox';
import { installFunade } from '../packages/cli/test/install-funade.ts';
import { bin } from '../packages/cli/test/run-bin.ts';

const run = promisify(execFile);
/** The folder of the examples. */
export const here = dirname(fileURLToPath(import.meta.url));

/** Whoever commits: a machine may have nobody configured. */
const author = {
  GIT_AUTHOR_NAME: 'Shop',
  GIT_AUTHOR_EMAIL: 'shop@example.com',
  GIT_COMMITTER_NAME: 'Shop',
  GIT_COMMITTER_EMAIL: 'shop@example.com',
};

export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly events: readonly { readonly type: string }[];
}

export interface CheckedOut extends AsyncDisposable {
  readonly sandbox: Sandbox;
  funade(...args: string[]): Promise<Run>;
  /** Runs the script of a job, with its variables. */
  shell(script: string, variables: Readonly<Record<string, string>>): Promise<Run>;
}

/**
 * A copy of the example as a git repository with the tag v1.0.0, and a sandbox that plays its accounts: those of its own
 * seed, or of the example that is called so.
 */
export async function checkOut(example: string): Promise<CheckedOut> {
  await using opened = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'funade-example-'));
  opened.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  const leaveOut = join(here, example, 'node_modules');
  await cp(join(here, example), folder, { recursive: true, filter: (from) => !from.startsWith(leaveOut) });
  await installFunade(folder);
  await mkdir(join(folder, 'node_modules/.bin'));
  const command = `#!/bin/sh\nexec ${process.execPath} ${bin} "$@"\n`;
  await writeFile(join(folder, 'node_modules/.bin/funade'), command, { mode: 0o755 });
  await writeFile(join(folder, '.gitignore'), 'node_modules\n');
  const git = (...args: string[]) => run('git', args, { cwd: folder, env: { ...process.env, ...author } });
  await git('init', '--quiet', '--initial-branch=main');
  await git('add', '.');
  await git('commit', '--quiet', '--message', 'First');
  await git('tag', 'v1.0.0');
  const own = join(here, example, 'seed.json');
  const seed = JSON.parse(await readFile(existsSync(own) ? own : join(here, 'sandbox/seed.json'), 'utf8'));
  const sandbox = opened.use(await startSandbox({ clock: 'real', speed: 30, seed }));
  const { PATH, HOME, DOCKER_HOST } = process.env;
  const env = {
    PATH,
    HOME,
    ...author,
    FUNADE_STATE_DIR: '.git/funade',
    ...(DOCKER_HOST === undefined ? {} : { DOCKER_HOST }),
    ...sandbox.environment({ account: '111111111111', region: 'ap-northeast-1' }),
  };
  const owned = opened.move();
  return {
    sandbox,
    funade: (...args) => ranOf(run(process.execPath, [bin, ...args], { cwd: folder, env })),
    shell: (script, variables) => ranOf(run('sh', ['-ec', script], { cwd: folder, env: { ...env, ...variables } })),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function ranOf(child: Promise<{ readonly stdout: string; readonly stderr: string }>): Promise<Run> {
  const done = await child.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
  return { code: done.code, stdout: done.stdout, events: jsonLines(done.stdout) };
}

function jsonLines(text: string): readonly { readonly type: string }[] {
  return text.split('\n').flatMap((line) => (line.startsWith('{"') ? [JSON.parse(line)] : []));
}
