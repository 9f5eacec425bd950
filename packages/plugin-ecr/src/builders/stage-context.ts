import { cp, mkdtemp, realpath, rm } from 'node:fs/promises';
import { join, posix, relative, resolve, sep } from 'node:path';
import type { StepContext } from '@funade/core';
import { useTempFolder } from '../process/temp-folder.ts';
import type { BuildStepInput } from './builder.ts';
import { findOwnFiles } from './find-own-files.ts';

/** A build whose context holds nothing of ours. */
export interface StagedBuild extends AsyncDisposable {
  readonly input: BuildStepInput;
}

/**
 * Sees to it that no image takes in a saved plan or a journal, which hold environment variables of services: where one lies
 * in the context, the build gets a copy of the context without it. Looked for are what this command writes itself, and what
 * `findOwnFiles` finds.
 */
export async function stageContext(input: BuildStepInput, context: StepContext): Promise<StagedBuild> {
  const folder = resolve(context.root, input.build.context);
  const own = await ownPaths(folder, context);
  if (own.length === 0) return { input, [Symbol.asyncDispose]: async () => undefined };
  context.output(`left out of the build: ${own.map((path) => relative(folder, path)).join(', ')}`);
  const staged = await mkdtemp(join((await useTempFolder(context)).path, 'context-'));
  await cp(folder, staged, {
    recursive: true,
    verbatimSymlinks: true,
    preserveTimestamps: true,
    filter: (path) => !own.some((one) => isInside(one, path)),
  });
  return {
    input: { ...input, build: { ...input.build, context: staged, ...dockerfileOf(input, { folder, staged }) } },
    [Symbol.asyncDispose]: () => rm(staged, { recursive: true, force: true }),
  };
}

/** A Dockerfile outside of the context stays where it is. */
function dockerfileOf(
  { build }: BuildStepInput,
  { folder, staged }: { readonly folder: string; readonly staged: string },
): { readonly dockerfile?: string } {
  const { dockerfile } = build;
  if (dockerfile === undefined || !posix.normalize(dockerfile).startsWith('../')) return {};
  return { dockerfile: relative(staged, resolve(folder, dockerfile)).replaceAll(sep, '/') };
}

async function ownPaths(folder: string, { own = [], output }: StepContext): Promise<readonly string[]> {
  const { paths, complete } = await findOwnFiles(folder);
  if (!complete) output('the context has too many files to look for saved plans in all of them');
  const known = await Promise.all(own.map(real));
  const place = await real(folder);
  const inside = known.filter((path) => isInside(place, path)).map((path) => join(folder, relative(place, path)));
  const all = [...new Set([...paths, ...inside])];
  return all.filter((path) => !all.some((other) => other !== path && isInside(other, path)));
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`);
}

function real(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}
