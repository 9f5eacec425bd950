// Packs every package as it would be published and holds the tarballs against publint and are-the-types-wrong.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Message, publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { packPackage } from './pack-package.ts';
import { type Package, publishedPackages, root } from './packages.ts';

const folder = mkdtempSync(join(tmpdir(), 'funade-pack-'));
let failed = 0;
try {
  for (const item of publishedPackages()) {
    const tarball = packPackage(item, folder);
    await lint(item, tarball);
    run('attw', [tarball, '--profile', 'esm-only', '--format', 'ascii']);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(failed === 0 ? 0 : 1);

async function lint({ name, manifest }: Package, tarball: string): Promise<void> {
  const file = readFileSync(tarball);
  const { messages } = await publint({ pack: { tarball: Uint8Array.from(file).buffer }, strict: true });
  // A compiler reads this list as it is meant; Node never does: only declarations import it.
  const meant = (message: Message): boolean =>
    message.code === 'IMPORTS_FALLBACK_ARRAY_USE' && message.path.join('/') === 'imports/#zod/types';
  for (const message of messages.filter((one) => !meant(one))) {
    failed += 1;
    console.error(`publint of ${name}: ${formatMessage(message, { ...manifest })}`);
  }
}

function run(command: string, args: readonly string[]): void {
  const result = spawnSync(command, args, { cwd: root, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
  if (result.status === 0) return;
  failed += 1;
  console.error(`${command} ${args.join(' ')} failed:\n${result.stdout}${result.stderr}`);
}
