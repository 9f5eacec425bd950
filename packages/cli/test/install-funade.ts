import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('..', import.meta.url));

/** Puts the bundle that was made before these tests into a project's `node_modules`, as an install does. */
export async function installFunade(project: string): Promise<void> {
  const folder = join(project, 'node_modules/funade');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const { name, version, type, publishConfig } = JSON.parse(await readFile(join(cli, 'package.json'), 'utf8'));
  const manifest = { name, version, type, exports: publishConfig.exports };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await symlink(join(cli, 'dist'), join(folder, 'dist'));
}
