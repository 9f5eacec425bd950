import { execFile } from 'node:child_process';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
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
  const run = async (args: readonly string[], input?: string): Promise<string> => {
    const running = promisify(execFile)('git', ['-c', 'core.hooksPath=/dev/null', ...args], {
      cwd: folder,
      env: { PATH: env.PATH, HOME: folder, GIT_CONFIG_NOSYSTEM: '1', ...identity },
    });
    // Whether git has read it all is told by how it ends.
    if (input !== undefined) running.child.stdin?.on('error', () => {}).end(input);
    return (await running).stdout.trim();
  };
  const git = (...args: readonly string[]): Promise<string> => run(args);
  await mkdir(join(folder, 'node_modules'), { recursive: true });
  await symlink(funadeFolder, join(folder, 'node_modules', 'funade'), 'junction');
  // Without the files that git copies into a new repository.
  await git('init', '--quiet', '--template=', '--initial-branch=main');
  const commits = versions.map((version, index) => {
    const files = shopFiles(version, { builder, page: version === versions.at(-1) ? page : null });
    return commitText(version, index + 1, files);
  });
  await run(['fast-import', '--quiet', '--date-format=now'], commits.join(''));
  await git('checkout', '--quiet', '--force', versions[0] ?? 'main');
  return { folder, git };
}

/** A commit on top of the one before and its tag, as `git fast-import` reads them: one process for a whole history. */
function commitText(version: string, mark: number, files: Readonly<Record<string, string>>): string {
  const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}\n`;
  const changes = Object.entries(files).map(
    ([path, text]) => `M ${path.endsWith('/main') ? '100755' : '100644'} inline ${path}\n${data(text)}`,
  );
  const who = `${identity.GIT_COMMITTER_NAME} <${identity.GIT_COMMITTER_EMAIL}> now`;
  return `commit refs/heads/main
mark :${mark}
committer ${who}
${data(version)}${changes.join('')}
reset refs/tags/${version}
from :${mark}

`;
}

const identity = {
  GIT_AUTHOR_NAME: 'shop',
  GIT_AUTHOR_EMAIL: 'shop@example.com',
  GIT_COMMITTER_NAME: 'shop',
  GIT_COMMITTER_EMAIL: 'shop@example.com',
};
