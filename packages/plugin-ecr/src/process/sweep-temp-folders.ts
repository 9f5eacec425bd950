import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunning, type Owner, type OwnProcess, ownerOfFolder } from './owner.ts';

/** Where a process counts elsewhere (another container with the same folder), only age says that it is over. */
const longest = 7 * 24 * 3_600_000;

/**
 * Removes what killed commands have left: temporary folders of this user whose process is gone, with the logins in them.
 * What cannot be read or removed stays. `now` in milliseconds since the epoch.
 */
export async function sweepTempFolders(base: string, me: OwnProcess, now: number): Promise<void> {
  for (const name of await readdir(base).catch(() => [])) {
    const owner = ownerOfFolder(name);
    if (owner === null) continue;
    const path = join(base, name);
    if (await isLeft(path, owner, { me, now })) await rm(path, { recursive: true, force: true }).catch(() => {});
  }
}

async function isLeft(
  path: string,
  owner: Owner,
  { me, now }: { readonly me: OwnProcess; readonly now: number },
): Promise<boolean> {
  const found = await lstat(path).catch(() => null);
  // A link, or a folder of somebody else's with such a name, is no business of ours.
  if (found === null || !found.isDirectory()) return false;
  if (me.user !== null && found.uid !== me.user) return false;
  if (owner.place !== me.place) return now - found.mtimeMs > longest;
  return !(await isRunning(owner));
}
