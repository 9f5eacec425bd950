import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { emptyRelease, isJsonObject, type RunContext, renderDocuments, type StandingRequest } from '@funade/core';
import type { JobTarget } from '../options/jobs.ts';
import type { EcsTargetOptions } from '../options/options.ts';
import { parseDefinition } from '../task-definition/parse-definition.ts';

const allow = { dirty: false, downgrade: false, adoptImage: false, force: false };

/**
 * The family of a job's task definition, where no release takes part. Null: it cannot be read, or its template needs a
 * release.
 */
export async function jobFamily(
  { service, options: { taskDefinition } }: JobTarget,
  { project, environment }: Pick<StandingRequest<EcsTargetOptions>, 'project' | 'environment'>,
  context: RunContext,
): Promise<string | null> {
  const family =
    typeof taskDefinition === 'string'
      ? await familyOfFile(taskDefinition, context)
      : isJsonObject(taskDefinition)
        ? taskDefinition.family
        : null;
  if (typeof family !== 'string') return null;
  const documents = [{ service, document: { family } }];
  const [rendered] = await renderDocuments(documents, { project, environment, release: emptyRelease, allow }, context);
  const { document, problems = [] } = rendered ?? {};
  return problems.length === 0 && isJsonObject(document) ? String(document.family) : null;
}

async function familyOfFile(path: string, { root, signal }: RunContext): Promise<unknown> {
  try {
    const parsed = await parseDefinition(path, await readFile(resolve(root, path), { encoding: 'utf8', signal }));
    return parsed.ok ? parsed.taskDefinition.family : null;
  } catch {
    signal.throwIfAborted();
    return null;
  }
}
