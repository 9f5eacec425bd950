import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { loadConfig } from '@funade/core/node';
import { type FoundProject, namedFiles, writtenProject } from '@funade/init';
import type { Io } from '../model/io.ts';

/** A config that is there. */
export interface StandingConfig {
  readonly text: string;
  /** Paths of the definitions that it names. */
  readonly files: readonly string[];
  readonly project: FoundProject;
}

/** Reads `deploy.config.ts` of the folder as a project; null where there is none. Throws what `loadConfig` and `writtenProject` throw. */
export async function readStanding({ cwd, env, user }: Io): Promise<StandingConfig | null> {
  const text = await readFile(resolve(cwd, 'deploy.config.ts'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  const { config } = await loadConfig({
    cwd,
    env,
    file: 'deploy.config.ts',
    onProgram: () => import('./own-package.ts'),
    ...(user === undefined ? {} : { user }),
  });
  const files = new Map<string, string>();
  for (const path of namedFiles(config)) files.set(path, await readFile(resolve(cwd, path), 'utf8'));
  return { text, files: [...files.keys()], project: writtenProject({ config, text, files }) };
}
