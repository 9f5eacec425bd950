import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resourceKey, type World } from '@funade/core';

const folderKey = resourceKey<TempFolder>('ecr.temp-folder');

/** The private temporary folder (mode 0700) of this command; gone when the command ends, also by `process.exit`. */
export function useTempFolder(world: World): Promise<TempFolder> {
  return world.resources.use(folderKey, async () => {
    // An empty variable is none: the folder with the login must not end up in the project.
    const base = world.env.TMPDIR || tmpdir();
    // mkdtemp creates the folder with mode 0700.
    return new TempFolder(await mkdtemp(join(base, 'funade-')));
  });
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
