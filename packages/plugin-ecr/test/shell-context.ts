import { execFileSync } from 'node:child_process';
import { copyFile, mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Copies this machine's shell and what it is linked with into `folder`, so that RUN works on a base image of nothing. */
export async function copyShell(folder: string): Promise<void> {
  const linked = execFileSync('ldd', ['/bin/sh'], { encoding: 'utf8' });
  const libraries = [...linked.matchAll(/(\/\S+) \(0x/g)].map(([, path = '']) => path);
  await mkdir(join(folder, 'bin'), { recursive: true });
  await copyFile('/bin/sh', join(folder, 'bin/sh'));
  for (const path of libraries) {
    const loader = basename(path).startsWith('ld-');
    const to = join(folder, loader ? path : `lib/${basename(path)}`);
    await mkdir(dirname(to), { recursive: true });
    await copyFile(path, to);
  }
}
