import { basename, dirname, extname } from 'node:path';
import { importDefault, moduleEndings, parseData } from './explorer.ts';
import { type Env, gitIn } from './git.ts';
import { called } from './load-config.ts';

/**
 * What the config file of this path said at a commit, with the modules of the project that it imports as they were then; null
 * where it was not there, or cannot be read or run any more. Nothing is written.
 */
export async function configAt(path: string, commit: string, env: Env): Promise<unknown> {
  try {
    if (moduleEndings.has(extname(path))) return await called(await importDefault(path, commit), path, env);
    const git = gitIn(dirname(path), { ...env, GIT_NO_LAZY_FETCH: '1' });
    const { ok, stdout } = await git('show', `${commit}:./${basename(path)}`);
    return ok ? await parseData(path, stdout) : null;
  } catch {
    return null;
  }
}
