import module from 'node:module';
import { type CacheOwner, cacheFolder } from './run/cache-folder.ts';

export interface ProgramCaller {
  /** Who compiled code may be kept for. */
  readonly owner: CacheOwner;
  /** The first argument: what is kept is kept by command. */
  readonly command: string | undefined;
  /** Of V8 and the processor: what one compiled is of no use to another. */
  readonly version: string;
  readonly pid: number;
}

export interface OpenProgram {
  readonly program: typeof import('./program.ts');
  /** Keeps for the next time what was compiled. To be called at the end of a command that went well. */
  keep(): void;
}

/** Loads the command from its sources. The bundle has `open-bundled-program.ts` in the place of this file. */
export async function openProgram({ owner }: ProgramCaller): Promise<OpenProgram> {
  const cache = cacheFolder(owner);
  if (cache !== null) module.enableCompileCache(cache);
  return { program: await import('./program.ts'), keep() {} };
}
