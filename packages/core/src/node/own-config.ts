import { realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Env, gitIn } from './git.ts';
import { configOfOther } from './load-config-errors.ts';

export interface Reader {
  readonly env: Env;
  /** The user that the process acts as; missing where there are none. */
  readonly user?: number;
}

/**
 * Refuses a config that another user wrote: it would be run as a program. Root's are trusted, under sudo those of the user
 * who called it, and what git trusts by its own rule (`safe.directory`).
 *
 * Throws `CONFIG_OF_ANOTHER`.
 */
export async function requireOwnConfig(path: string, { user: me, env }: Reader): Promise<void> {
  if (me === undefined) return;
  const file = await realpath(path);
  const { uid } = await stat(file);
  if (trustedUsers(me, env).includes(uid)) return;
  const folder = dirname(file);
  // Git refuses to say anything about a repository of another user that is not declared safe.
  const { ok } = await gitIn(folder, env)('rev-parse', '--git-dir');
  if (!ok) throw configOfOther({ file, uid, me });
}

/** As git does it: root acts for whoever called sudo. */
function trustedUsers(me: number, { SUDO_UID: caller }: Env): readonly number[] {
  return me === 0 && caller !== undefined && /^\d+$/.test(caller) ? [0, Number(caller)] : [0, me];
}
