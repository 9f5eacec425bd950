import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FoundFile } from '../model/found-project.ts';

/** A file that is there and says something else. */
export interface DifferentFile extends FoundFile {
  /** What it says. */
  readonly standing: string;
}

/** What became of files that were to be written, by path. */
export interface Placed {
  readonly written: readonly string[];
  /** There already, with the same text. */
  readonly same: readonly string[];
  /** Left as they are. */
  readonly different: readonly DifferentFile[];
}

export interface PlaceOptions {
  /** Whether a file that is there and says something else is written over. Default: none is. */
  readonly over?: (file: DifferentFile) => boolean;
}

/**
 * Writes files into a folder and nothing over what is there, unless that is wanted. Where the first of them, the config, is
 * there and says something else, none is written.
 */
export async function placeFiles(
  root: string,
  files: readonly FoundFile[],
  { over = () => false }: PlaceOptions = {},
): Promise<Placed> {
  const standing = await Promise.all(files.map(async (file) => ({ file, text: await textOf(join(root, file.path)) })));
  const different = standing.flatMap(({ file, text }) =>
    text === null || text === file.text ? [] : [{ ...file, standing: text }],
  );
  const kept = different.filter((file) => !over(file));
  const same = standing.flatMap(({ file, text }) => (text === file.text ? [file.path] : []));
  const config = files[0]?.path;
  if (kept.some(({ path }) => path === config)) return { written: [], same, different };
  const written: string[] = [];
  for (const { file, text } of standing) {
    if (text === file.text || kept.some(({ path }) => path === file.path)) continue;
    const path = join(root, file.path);
    await mkdir(dirname(path), { recursive: true });
    // Between the look and now somebody may have written it.
    await writeFile(path, file.text, { flag: text === null ? 'wx' : 'w' });
    written.push(file.path);
  }
  return { written, same, different: kept };
}

async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
