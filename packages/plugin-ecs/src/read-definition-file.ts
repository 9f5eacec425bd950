import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type JsonObject, type PluginRequest, renderLeaves, serviceScope, type World } from '@funade/core';
import { taskDefinitionInvalid, taskDefinitionUnreadable } from './definition-errors.ts';
import { requestOf } from './rules/base-definition.ts';
import { parseDefinition } from './rules/parse-definition.ts';

/** A file and the service whose values its templates name. */
export interface DefinitionFile {
  /** Relative to the config. */
  readonly path: string;
  readonly service: string;
}

/**
 * Reads the task definition of a file as the request that registers it, its templates rendered.
 *
 * @throws `TASK_DEFINITION_UNREADABLE`, `TASK_DEFINITION_INVALID`
 */
export async function readDefinitionFile(
  { path, service }: DefinitionFile,
  { project, environment, release }: Pick<PluginRequest, 'project' | 'environment' | 'release'>,
  { root, signal }: Pick<World, 'root' | 'signal'>,
): Promise<JsonObject> {
  const parsed = await parseDefinition(path, await textOf(path, root, signal));
  if (!parsed.ok) throw taskDefinitionInvalid(path, parsed.problems);
  const scope = serviceScope({ project, environment, release, service });
  const problems: { readonly path: readonly PropertyKey[]; readonly message: string }[] = [];
  const rendered = await renderLeaves(parsed.taskDefinition, scope, { path: [], problems });
  if (problems.length > 0) {
    throw taskDefinitionInvalid(
      path,
      problems.map(({ message }) => message),
    );
  }
  return requestOf(rendered as JsonObject, parsed.tags);
}

async function textOf(path: string, root: string, signal: AbortSignal): Promise<string> {
  try {
    return await readFile(resolve(root, path), { encoding: 'utf8', signal });
  } catch (error) {
    signal.throwIfAborted();
    throw taskDefinitionUnreadable(path, error);
  }
}
