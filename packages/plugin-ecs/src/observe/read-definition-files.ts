import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type JsonObject, type PluginRequest, type RunContext, renderDocuments } from '@funade/core';
import { settleAll } from '../api/settle-all.ts';
import { typeProblems } from '../definition-rules/type-problems.ts';
import { taskDefinitionInvalid, taskDefinitionUnreadable } from '../model/definition-errors.ts';
import { requestOf } from '../task-definition/base-definition.ts';
import { type ParsedDefinition, parseDefinition } from '../task-definition/parse-definition.ts';

/** A file and the service whose values its templates name. */
export interface DefinitionFile {
  /** Relative to the config. */
  readonly path: string;
  readonly service: string;
}

/**
 * Reads the task definitions of files as the requests that register them, in their order, the templates of all of them
 * rendered together.
 *
 * @throws `TASK_DEFINITION_UNREADABLE`, `TASK_DEFINITION_INVALID`, and what lookups throw
 */
export async function readDefinitionFiles(
  files: readonly DefinitionFile[],
  request: PluginRequest,
  context: RunContext,
): Promise<readonly JsonObject[]> {
  const read = await settleAll(files.map(({ path }) => readDefinition(path, context)));
  const documents = files.map(({ service }, index) => ({ service, document: read[index]?.taskDefinition ?? null }));
  const rendered = await renderDocuments(documents, request, context);
  const wrong = files.flatMap(({ path }, index) => {
    const { document = {}, problems = [] } = rendered[index] ?? {};
    const types = problems.length > 0 ? [] : typeProblems(document as JsonObject);
    const texts = [
      ...problems.map(({ message }) => message),
      ...types.map(({ path: at, message }) => `${at}: ${message}`),
    ];
    return texts.length === 0 ? [] : [{ path, problems: texts }];
  });
  if (wrong.length > 0) throw taskDefinitionInvalid(wrong);
  return files.map((_, index) => requestOf((rendered[index]?.document ?? {}) as JsonObject, read[index]?.tags ?? []));
}

type GoodDefinition = Extract<ParsedDefinition, { readonly ok: true }>;

async function readDefinition(path: string, { root, signal }: RunContext): Promise<GoodDefinition> {
  const parsed = await parseDefinition(path, await textOf(path, root, signal));
  if (!parsed.ok) throw taskDefinitionInvalid([{ path, problems: parsed.problems }]);
  return parsed;
}

async function textOf(path: string, root: string, signal: AbortSignal): Promise<string> {
  try {
    return await readFile(resolve(root, path), { encoding: 'utf8', signal });
  } catch (error) {
    signal.throwIfAborted();
    throw taskDefinitionUnreadable(path, error);
  }
}
