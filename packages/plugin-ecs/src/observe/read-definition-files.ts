import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type JsonObject, type PluginRequest, type RunContext, renderDocuments } from '@funade/core';
import { settleAll } from '../api/settle-all.ts';
import type { DefinitionProblem } from '../definition-rules/definition-view.ts';
import { fillPlaceholders, type Placeholders } from '../definition-rules/fill-placeholders.ts';
import { typeProblems } from '../definition-rules/type-problems.ts';
import { taskDefinitionInvalid, taskDefinitionUnreadable } from '../model/definition-errors.ts';
import { taskDefinitionShape } from '../shapes/task-definition-shape.ts';
import { withoutMisfits } from '../shapes/without-misfits.ts';
import { requestOf } from '../task-definition/base-definition.ts';
import { type ParsedDefinition, parseDefinition } from '../task-definition/parse-definition.ts';

/** A file and the service whose values its templates name. */
export interface DefinitionFile {
  /** Relative to the config. */
  readonly path: string;
  readonly service: string;
  /** Values of its placeholders. Absent: none are filled. */
  readonly placeholders?: Placeholders | undefined;
}

/** A definition of a file as the request that registers it. */
export interface ReadDefinition {
  /** Without the values that are of another type than ECS has there. */
  readonly definition: JsonObject;
  /** Where those are. */
  readonly problems: readonly DefinitionProblem[];
  /** Names of placeholders that were filled. */
  readonly filled: readonly string[];
}

/**
 * Reads the task definitions of files as the requests that register them, in their order, the templates of all of them
 * rendered together. Values of the wrong type are left to the plan, which tells them with what else is wrong.
 *
 * @throws `TASK_DEFINITION_UNREADABLE`, `TASK_DEFINITION_INVALID`, and what lookups throw
 */
export async function readDefinitionFiles(
  files: readonly DefinitionFile[],
  request: PluginRequest,
  context: RunContext,
): Promise<readonly ReadDefinition[]> {
  const read = await settleAll(files.map(({ path }) => readDefinition(path, context)));
  const documents = files.map(({ service }, index) => ({ service, document: read[index]?.taskDefinition ?? null }));
  const rendered = await renderDocuments(documents, request, context);
  const wrong = files.flatMap(({ path }, index) => {
    const problems = rendered[index]?.problems ?? [];
    return problems.length === 0 ? [] : [{ path, problems: problems.map(({ message }) => message) }];
  });
  if (wrong.length > 0) throw taskDefinitionInvalid(wrong);
  return files.map(({ placeholders = {} }, index) => {
    const { document, names } = fillPlaceholders((rendered[index]?.document ?? {}) as JsonObject, placeholders);
    const rest = withoutMisfits(document, taskDefinitionShape);
    return { definition: requestOf(rest, read[index]?.tags ?? []), problems: typeProblems(document), filled: names };
  });
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
