import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { isJsonObject } from '@funade/core';
import { parseSource, type SourceDocument } from '../text/source-document.ts';
import { copilotMissing, copilotUnreadable } from './errors.ts';
import type { CopilotApplication } from './model.ts';

/**
 * Reads the folder of an application of Copilot: the one that is named, or `copilot` in it.
 *
 * @throws COPILOT_MISSING, COPILOT_UNREADABLE
 */
export async function readCopilot(cwd: string, path: string): Promise<CopilotApplication> {
  const named = resolve(cwd, path);
  const folder = (await isFolder(join(named, 'copilot'))) ? join(named, 'copilot') : named;
  const files = await filesIn(folder);
  const load = (name: string): Promise<SourceDocument> => loadFile(cwd, join(folder, name));
  const manifests = files.filter((file) => /(?:^|\/)manifest\.ya?ml$/.test(file) || file === 'pipeline.yml');
  const isOf = (part: string) => (file: string) => file.startsWith(`${part}/`);
  const workloads = manifests.filter((file) => /^[^/]+\/manifest\.ya?ml$/.test(file));
  const workspace = files.includes('.workspace') ? await load('.workspace') : null;
  if (workspace === null && workloads.length === 0) throw copilotMissing(path);
  const value = workspace?.value;
  const written = isJsonObject(value) ? value.application : null;
  return {
    name: typeof written === 'string' ? written : basename(resolve(folder, '..')),
    folder: relative(cwd, folder).replaceAll('\\', '/'),
    workloads: await Promise.all(workloads.map(load)),
    environments: await Promise.all(manifests.filter(isOf('environments')).map(load)),
    pipelines: await Promise.all(
      manifests.filter((file) => isOf('pipelines')(file) || file === 'pipeline.yml').map(load),
    ),
    others: files
      .filter((file) => !manifests.includes(file) && file !== '.workspace')
      .map((file) => relative(cwd, join(folder, file)).replaceAll('\\', '/')),
  };
}

/** Every file of a folder, with the path from there; what packages bring is left out. */
async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((file) => !/(?:^|\/)(?:node_modules|\.git|cdk\.out)\//.test(file))
    .toSorted();
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() === true;
}

async function loadFile(cwd: string, path: string): Promise<SourceDocument> {
  const file = relative(cwd, path).replaceAll('\\', '/');
  const parsed = parseSource(file, await readFile(path, 'utf8'));
  if (parsed.ok) return parsed.document;
  throw copilotUnreadable(parsed.line === null ? file : `${file}:${parsed.line}`, parsed.problem);
}
