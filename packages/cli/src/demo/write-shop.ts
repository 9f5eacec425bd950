import { execFile } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type ShopBuilder, shopFiles } from './shop-files.ts';

/** This package: `packages/cli` in the repository. */
const funadeFolder = fileURLToPath(new URL('../..', import.meta.url));

export interface ShopFolder {
  readonly folder: string;
  /** Runs git there, as a person who has no settings. */
  git(...args: readonly string[]): Promise<string>;
}

/** What the shop's repository holds. */
export interface ShopOptions {
  readonly versions: readonly string[];
  readonly builder: ShopBuilder;
  /** Where a health page of the api answers. With it, the last version has a migration, a check of that page and a nightly job. */
  readonly page?: string | null;
}

/**
 * Writes the shop into an empty folder as a git repository with a commit and a tag per version; the first one is checked
 * out. `import … from 'funade'` finds this package.
 */
export async function writeShop(
  folder: string,
  { versions, builder, page = null }: ShopOptions,
  env: Readonly<Record<string, string | undefined>>,
): Promise<ShopFolder> {
  const git = async (...args: readonly string[]): Promise<string> => {
    const { stdout } = await promisify(execFile)('git', ['-c', 'core.hooksPath=/dev/null', ...args], {
      cwd: folder,
      env: { PATH: env.PATH, HOME: folder, GIT_CONFIG_NOSYSTEM: '1', ...identity },
    });
    return stdout.trim();
  };
  await mkdir(join(folder, 'node_modules'), { recursive: true });
  await symlink(funadeFolder, join(folder, 'node_modules', 'funade'), 'junction');
  await git('init', '--quiet', '--initial-branch=main');
  for (const version of versions) {
    for (const [path, text] of Object.entries(
      shopFiles(version, { builder, page: version === versions.at(-1) ? page : null }),
    )) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text, { mode: path.endsWith('/main') ? 0o755 : 0o644 });
    }
    await git('add', '--all');
    await git('commit', '--quiet', '--message', version);
    await git('tag', version);
  }
  await git('checkout', '--quiet', versions[0] ?? 'main');
  return { folder, git };
}

const identity = {
  GIT_AUTHOR_NAME: 'shop',
  GIT_AUTHOR_EMAIL: 'shop@example.com',
  GIT_COMMITTER_NAME: 'shop',
  GIT_COMMITTER_EMAIL: 'shop@example.com',
};
