// Packs every package as it would be published and holds the tarballs against publint and are-the-types-wrong.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packages, root } from './packages.ts';

const folder = mkdtempSync(join(tmpdir(), 'funade-pack-'));
let failed = 0;
try {
  for (const { folder: directory, name } of packages()) {
    run('npx', ['--yes', 'pnpm@12.21.0', 'pack', '--pack-destination', folder], join(root, directory));
    const tarball = readdirSync(folder).find(
      (file) => file.startsWith(`${tarballPrefix(name)}-0`) || file.startsWith(`${tarballPrefix(name)}-1`),
    );
    if (tarball === undefined) throw new Error(`no tarball of ${name} in ${readdirSync(folder).join(', ')}`);
    run('publint', ['run', join(folder, tarball), '--strict'], root);
    run('attw', [join(folder, tarball), '--profile', 'esm-only', '--format', 'ascii'], root);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(failed === 0 ? 0 : 1);

/** `@funade/core` is packed as `funade-core-<version>.tgz`. */
function tarballPrefix(name: string): string {
  return name.replace('@', '').replace('/', '-');
}

function run(command: string, args: readonly string[], cwd: string): void {
  const result = spawnSync(command, args, { cwd, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
  if (result.status === 0) return;
  failed += 1;
  console.error(
    `${command} ${args[0]} failed in ${cwd.slice(root.length + 1) || '.'}:\n${result.stdout}${result.stderr}`,
  );
}
