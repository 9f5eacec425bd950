import { spawnSync } from 'node:child_process';
import type { Package } from './packages.ts';

/** Packs a package that is built as it would be published. Returns the path of the tarball. */
export function packPackage({ folder, name, manifest }: Package, destination: string): string {
  const args = ['--yes', 'pnpm@12.21.0', 'pack', '--pack-destination', destination];
  const { status, stdout, stderr } = spawnSync('npx', args, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`pnpm pack failed in ${folder}:\n${stdout}${stderr}`);
  // `@funade/sandbox` is packed as `funade-sandbox-<version>.tgz`.
  return `${destination}/${name.replace('@', '').replace('/', '-')}-${manifest.version}.tgz`;
}
