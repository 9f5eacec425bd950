import { lstatSync, mkdirSync, type Stats, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';

export interface CacheOwner {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  /** The user that the process acts as; missing where there are none. */
  readonly user?: number;
}

/**
 * A folder for V8's compiled code that nobody else can write to; null where there is none. What lies there runs in this
 * process, so it is not below the temporary folder, where Node would put it, and in no folder of somebody else.
 */
export function cacheFolder(owner: CacheOwner): string | null {
  const base = cacheHome(owner);
  if (base === null) return null;
  const own = join(base, 'funade');
  const folder = join(own, 'compile-cache');
  const { user } = owner;
  const isSafe =
    isPrivate(base, user, statSync) && isPrivate(own, user, lstatSync) && isPrivate(folder, user, lstatSync);
  return isSafe ? folder : null;
}

function cacheHome({ env, platform }: CacheOwner): string | null {
  const said = platform === 'win32' ? env.LOCALAPPDATA : env.XDG_CACHE_HOME;
  if (said !== undefined && isAbsolute(said)) return said;
  if (env.HOME === undefined || !isAbsolute(env.HOME)) return null;
  return platform === 'darwin' ? join(env.HOME, 'Library', 'Caches') : join(env.HOME, '.cache');
}

/** Makes the folder when it is not there, and says whether this user alone may write to it. */
function isPrivate(folder: string, user: number | undefined, look: (path: string) => Stats): boolean {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch {
    // It is there already, or cannot be.
  }
  try {
    const status = look(folder);
    return status.isDirectory() && (user === undefined || (status.uid === user && (status.mode & 0o022) === 0));
  } catch {
    return false;
  }
}
