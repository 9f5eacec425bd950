import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mustRun } from './run.ts';

const files = fileURLToPath(new URL('project', import.meta.url));

/** A project as `npm init` makes it today, with `"type": "commonjs"`, as a repository with two tags. */
export function writeProject(folder: string): void {
  mkdirSync(join(folder, 'services/api'), { recursive: true });
  mustRun('npm', ['init', '-y'], { cwd: folder });
  cpSync(files, folder, { recursive: true });
  writeFileSync(join(folder, '.gitignore'), 'node_modules\nplan.json\n.funade\n');
  const git = (...args: readonly string[]): string =>
    mustRun('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd: folder });
  git('init', '--quiet', '--initial-branch=main');
  for (const version of ['v1.0.0', 'v1.1.0']) {
    writeFileSync(join(folder, 'services/api/main'), `${version}\n`, { mode: 0o755 });
    git('add', '--all');
    git('commit', '--quiet', '--message', version);
    git('tag', version);
  }
}
