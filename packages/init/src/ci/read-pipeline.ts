import { readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { isJsonObject, type Json } from '@funade/core';
import { parseSource, type SourceDocument } from '../text/source-document.ts';
import { pipelineMissing, pipelineUnreadable } from './errors.ts';

/** The file of a pipeline, and the files that it includes from the same repository. */
export interface PipelineFiles {
  readonly main: SourceDocument;
  readonly included: readonly SourceDocument[];
}

/**
 * Reads the files of a pipeline. Without a name: `.gitlab-ci.yml`.
 *
 * @throws PIPELINE_MISSING, PIPELINE_UNREADABLE
 */
export async function readPipeline(cwd: string, paths: readonly string[]): Promise<PipelineFiles> {
  const [path = '.gitlab-ci.yml'] = paths;
  const main = await load(cwd, resolve(cwd, path));
  if (main === null && paths.length === 0) throw pipelineMissing();
  if (main === null) throw pipelineUnreadable(path, 'there is no such file');
  if (!isJsonObject(main.value)) throw pipelineUnreadable(main.file, 'it contains no object');
  const included: SourceDocument[] = [];
  await follow(main, { cwd, included, seen: new Set([main.file]) });
  return { main, included };
}

interface Following {
  readonly cwd: string;
  readonly included: SourceDocument[];
  readonly seen: Set<string>;
}

/** Reads what is included with `local`; what is included later is laid over what was included before. */
async function follow(document: SourceDocument, following: Following): Promise<void> {
  for (const local of localIncludes(document.value).toReversed()) {
    const file = local.replace(/^\/|^\.\//, '');
    if (following.seen.has(file)) continue;
    following.seen.add(file);
    const found = await load(following.cwd, join(following.cwd, file));
    if (found === null) continue;
    following.included.push(found);
    await follow(found, following);
  }
}

/** The files of `include` that are in the repository. */
function localIncludes(value: Json): readonly string[] {
  if (!isJsonObject(value) || value.include === undefined) return [];
  const list = Array.isArray(value.include) ? (value.include as readonly Json[]) : [value.include];
  return list.flatMap((item) => {
    const local = typeof item === 'string' ? item : isJsonObject(item) ? item.local : null;
    return typeof local === 'string' && !/^https?:|[*$]/.test(local) ? [local] : [];
  });
}

async function load(cwd: string, path: string): Promise<SourceDocument | null> {
  const file = relative(cwd, path).replaceAll('\\', '/');
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return null;
  const parsed = parseSource(file, text);
  if (parsed.ok) return parsed.document;
  throw pipelineUnreadable(parsed.line === null ? file : `${file}:${parsed.line}`, parsed.problem);
}
