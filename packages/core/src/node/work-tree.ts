import { lstatSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** The folders from this one up to the root of its git work tree; null when it is in none. */
export function foldersOfWorkTree(start: string): readonly string[] | null {
  const folders: string[] = [];
  for (let folder = resolve(start); ; folder = dirname(folder)) {
    folders.push(folder);
    if (isWorkTree(folder)) return folders;
    if (folder === dirname(folder)) return null;
  }
}

/** An empty `.git` is no repository, as git sees it too: anybody can leave one in `/tmp`. */
function isWorkTree(folder: string): boolean {
  const place = join(folder, '.git');
  const status = statSync(place, { throwIfNoEntry: false });
  if (status === undefined) return false;
  return status.isFile() || lstatSync(join(place, 'HEAD'), { throwIfNoEntry: false }) !== undefined;
}
