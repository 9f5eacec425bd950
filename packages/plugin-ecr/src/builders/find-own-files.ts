import { readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';

/** Folders that hold many files and none of ours: installed packages, and what git keeps by its digest. */
const passedOver: readonly string[] = ['node_modules', join('.git', 'objects')];

/** More files than this are not looked into. */
const mostFiles = 100_000;
/** So many are looked into at a time. */
const side = 64;

/** What of ours lies below a folder. */
export interface OwnFiles {
  /** Absolute paths of files, and of folders that are ours altogether. */
  readonly paths: readonly string[];
  /** Whether every file was looked into. */
  readonly complete: boolean;
}

/** Finds saved plans and journals by their first characters, wherever they lie below a folder, and every `.funade`. */
export async function findOwnFiles(folder: string): Promise<OwnFiles> {
  const { isOwnFile } = await import('@funade/core/node');
  const paths: string[] = [];
  let waiting: string[] = [];
  let looked = 0;
  const look = async (): Promise<void> => {
    const files = waiting;
    waiting = [];
    const own = await Promise.all(files.map(isOwnFile));
    paths.push(...files.filter((_, index) => own[index]));
  };
  const folders = [folder];
  for (let at = folders.pop(); at !== undefined && looked <= mostFiles; at = folders.pop()) {
    for (const entry of await readdir(at, { withFileTypes: true }).catch(() => [])) {
      const path = join(at, entry.name);
      if (entry.isDirectory() && entry.name === '.funade') paths.push(path);
      else if (entry.isDirectory() && !isPassedOver(path)) folders.push(path);
      if (!entry.isFile()) continue;
      looked += 1;
      waiting.push(path);
      if (waiting.length === side) await look();
    }
  }
  await look();
  return { paths: paths.sort(), complete: looked <= mostFiles };
}

function isPassedOver(path: string): boolean {
  return passedOver.some((name) => path.endsWith(`${sep}${name}`));
}
