import { sourceUrl } from '../release/source-url.ts';
import { type Env, gitIn } from './git.ts';

/** Where the repository of a folder comes from, without credentials; null: nobody can say. Reads only, and never fails. */
export async function readRemote(root: string, env: Env): Promise<string | null> {
  const { ok, stdout } = await gitIn(root, env)('config', '--get', 'remote.origin.url');
  return ok ? sourceUrl(stdout.trim()) : null;
}
