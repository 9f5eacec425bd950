import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun, run } from './run.ts';
import { withSandbox } from './with-sandbox.ts';

const steps: readonly string[] = [
  'plan staging',
  'deploy staging',
  'deploy production --tag v0.1.0 --yes',
  'status staging',
  'rollback staging',
];

/** What a newcomer types in an empty folder, from the install to a rollback, each with its time. Returns what went wrong. */
export async function firstHour(tarball: string, folder: string): Promise<readonly string[]> {
  const faults: string[] = [];
  const bin = join(folder, 'node_modules/.bin/funade');
  const timed = (
    what: string,
    [command = '', ...args]: readonly string[],
    env?: Readonly<Record<string, string | undefined>>,
  ): void => {
    const start = performance.now();
    const { code, stdout, stderr } = run(command, args, { cwd: folder, ...(env === undefined ? {} : { env }) });
    console.log(`first hour: ${what}: exit ${code}, ${((performance.now() - start) / 1000).toFixed(1)} s`);
    if (code !== 0) faults.push(`${what} exited ${code}:\n${stdout}${stderr}`);
  };
  mkdirSync(folder, { recursive: true });
  const git = (...args: readonly string[]): string =>
    mustRun('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd: folder });
  git('init', '--quiet', '--initial-branch=main');
  mustRun('npm', ['init', '-y'], { cwd: folder });
  timed('install', ['npm', 'install', '--save-dev', '--offline', '--no-audit', '--no-fund', tarball]);
  timed('init', [bin, 'init', '--yes']);
  git('add', '--all');
  git('commit', '--quiet', '--message', 'First');
  git('tag', 'v0.1.0');
  const sandbox = ['--for', 'staging,production', '--speed', '60'];
  const own = await withSandbox({ node: process.execPath, bin, project: folder, sandbox }, (env) => {
    for (const step of steps) timed(step, [bin, ...step.split(' ')], { ...env, FUNADE_STATE_DIR: '.git/funade' });
  });
  return [...faults, ...own];
}
