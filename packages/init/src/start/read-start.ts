import { access, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isJsonObject, type JsonObject } from '@funade/core';
import { runFile } from '@funade/core/node';
import type { CiName } from '../ci-files/ci-file.ts';

/** What the folder itself says of a project. */
export interface FolderFacts {
  readonly project: string;
  readonly branch: string | null;
  /** The CI that the folder or its remote belongs to; null: nothing says it. */
  readonly ci: CiName | null;
  /** The folder with a Dockerfile; null: neither here nor where services usually are. */
  readonly dockerfile: string | null;
  /** What installs the dependencies. */
  readonly install: string;
  /** Whether `package.json` lists funade, which the job needs; null: there is no such file. */
  readonly listed: boolean | null;
}

/** Reads what a folder says of the project in it. */
export async function readFolder(cwd: string, env: Readonly<Record<string, string | undefined>>): Promise<FolderFacts> {
  const git = async (...args: readonly string[]): Promise<string | null> => {
    const { ok, stdout } = await runFile('git', args, { cwd, env: { ...env, GIT_TERMINAL_PROMPT: '0' } });
    return ok && stdout.trim() !== '' ? stdout.trim() : null;
  };
  const has = (path: string): Promise<boolean> =>
    access(join(cwd, path)).then(
      () => true,
      () => false,
    );
  const manifest = await readManifest(cwd);
  const remote = (await git('remote', 'get-url', 'origin')) ?? '';
  return {
    project: projectName(typeof manifest?.name === 'string' ? manifest.name : basename(cwd)),
    listed: manifest === null ? null : lists(manifest),
    branch: await git('symbolic-ref', '--short', 'HEAD'),
    ci: (await has('.gitlab-ci.yml'))
      ? 'gitlab'
      : (await has('.github'))
        ? 'github'
        : /github/.test(remote)
          ? 'github'
          : /gitlab/.test(remote)
            ? 'gitlab'
            : null,
    dockerfile: (await has('Dockerfile')) ? '.' : null,
    install: (await has('pnpm-lock.yaml'))
      ? 'npm install --global pnpm && pnpm install --frozen-lockfile'
      : (await has('yarn.lock'))
        ? 'yarn install --immutable'
        : 'npm ci',
  };
}

async function readManifest(cwd: string): Promise<JsonObject | null> {
  try {
    const manifest: unknown = JSON.parse(await readFile(join(cwd, 'package.json'), 'utf8'));
    return isJsonObject(manifest) ? manifest : null;
  } catch {
    return null;
  }
}

function lists({ dependencies, devDependencies }: JsonObject): boolean {
  return [dependencies, devDependencies].some((list) => isJsonObject(list) && list.funade !== undefined);
}

/** A name that a project, a repository and a cluster can have. */
export function projectName(text: string): string {
  const name = text
    .replace(/^@[^/]*\//, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40);
  return name === '' ? 'app' : name;
}
