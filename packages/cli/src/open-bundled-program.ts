import module from 'node:module';
import { codeCacheIn } from './bundle/code-cache.ts';
import { ownScripts } from './bundle/own-scripts.ts';
import type { OpenProgram, ProgramCaller } from './open-program.ts';
import { cacheFolder } from './run/cache-folder.ts';

/** Loads the command from the scripts of the bundle. */
export async function openProgram({ owner, version, command, pid }: ProgramCaller): Promise<OpenProgram> {
  const cache = cacheFolder(owner);
  if (cache !== null) {
    // What the user's config consists of.
    module.enableCompileCache(cache);
    ownScripts.use(codeCacheIn({ folder: cache, version, command, pid }));
  }
  return { program: ownScripts.load('program.cjs') as OpenProgram['program'], keep: () => ownScripts.keep() };
}
