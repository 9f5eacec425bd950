import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeployError, type RunContext, resourceKey } from '@funade/core';
import { folderPrefix, thisProcess } from './owner.ts';
import { sweepTempFolders } from './sweep-temp-folders.ts';

const folderKey = resourceKey<TempFolder>('ecr.temp-folder');
const sweepKey = resourceKey<void>('ecr.sweep');

/**
 * The private temporary folder (mode 0700) of this command; gone when the command ends, also by `process.exit`. After a
 * SIGKILL it is left, and the next command removes it.
 *
 * @throws TEMP_FOLDER_UNUSABLE
 */
export function useTempFolder(context: RunContext): Promise<TempFolder> {
  return context.resources.use(folderKey, async () => {
    const base = baseFolder(context);
    const prefix = folderPrefix(await thisProcess());
    // mkdtemp creates the folder with mode 0700.
    const path = await mkdtemp(join(base, prefix)).catch((error: unknown) => {
      throw tempFolderUnusable(base, error);
    });
    return new TempFolder(path);
  });
}

/** Removes what commands that were killed have left, once a command. */
export function sweepOnce(context: RunContext): Promise<void> {
  return context.resources.use(sweepKey, async () =>
    sweepTempFolders(baseFolder(context), await thisProcess(), context.clock.now()),
  );
}

function baseFolder({ env }: RunContext): string {
  // An empty variable is none: the folder with the login must not end up in the project.
  return env.TMPDIR || tmpdir();
}

export class TempFolder implements AsyncDisposable {
  readonly path: string;
  readonly #onExit: () => void;

  constructor(path: string) {
    this.path = path;
    this.#onExit = () => rmSync(path, { recursive: true, force: true });
    process.once('exit', this.#onExit);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
    process.removeListener('exit', this.#onExit);
  }
}

/** There is no folder for temporary files, or none that can be written to. */
function tempFolderUnusable(folder: string, cause: unknown): DeployError {
  const { code } = cause as NodeJS.ErrnoException;
  return new DeployError(
    'TEMP_FOLDER_UNUSABLE',
    `no temporary folder can be made in ${folder} (${code ?? 'unknown'})`,
    {
      hint: 'set TMPDIR to an existing folder with free space that this user may write to',
      cause,
    },
  );
}
