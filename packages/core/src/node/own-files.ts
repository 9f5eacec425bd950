import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isOwnText, ownTextLength } from '../plan/is-own-text.ts';

/** More paths than this are looked at by nobody. */
const mostLooked = 200;

/** The paths without saved plans and journals: a plan that was saved is no change of the sources, and no build takes it in. */
export async function withoutOwnFiles(root: string, paths: readonly string[]): Promise<readonly string[]> {
  const candidates = paths.filter((path) => !path.endsWith('/')).slice(0, mostLooked);
  const looked = await Promise.all(
    candidates.map(async (path) => ((await isOwnFile(resolve(root, path))) ? [path] : [])),
  );
  const own = new Set(looked.flat());
  return own.size === 0 ? paths : paths.filter((path) => !own.has(path));
}

/** Whether a file is a saved plan or a journal. */
export async function isOwnFile(file: string): Promise<boolean> {
  try {
    await using handle = await open(file, 'r');
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(ownTextLength), 0, ownTextLength, 0);
    return isOwnText(buffer.toString('utf8', 0, bytesRead));
  } catch {
    return false;
  }
}
