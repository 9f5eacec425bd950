// Packs every package as it would be published and holds the tarballs against publint and are-the-types-wrong.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packPackage } from './pack-package.ts';
import { publishedPackages, root } from './packages.ts';

const folder = mkdtempSync(join(tmpdir(), 'funade-pack-'));
let failed = 0;
try {
  for (const item of publishedPackages()) {
    const tarball = packPackage(item, folder);
    run('publint', ['run', tarball, '--strict']);
    run('attw', [tarball, '--profile', 'esm-only', '--format', 'ascii']);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(failed === 0 ? 0 : 1);

function run(command: string, args: readonly string[]): void {
  const result = spawnSync(command, args, { cwd: root, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
  if (result.status === 0) return;
  failed += 1;
  console.error(`${command} ${args.join(' ')} failed:\n${result.stdout}${result.stderr}`);
}
