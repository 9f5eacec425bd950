import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isDeployError } from '../model/error.ts';
import { isJsonObject, type JsonObject } from '../model/json.ts';
import type { RunnablePlan } from '../model/plan.ts';
import { type JournaledRun, type PastRun, pastRuns } from '../run/past-run.ts';
import { journalPath, parseRun } from './journal-file.ts';

/** Journals that are looked into, newest first; what is older than that is nobody's open question any more. */
export const mostJournals = 50;

/**
 * The last runs of a project, newest first, from the journals in a state folder; a file there that is no journal is passed
 * over. `most`: journals that are read. Default: 50.
 */
export async function loadRuns(folder: string, project: string, most = mostJournals): Promise<readonly PastRun[]> {
  return pastRuns(await loadJournals(folder, project, most));
}

/** The same, journal by journal. */
export async function loadJournals(
  folder: string,
  project: string,
  most = mostJournals,
): Promise<readonly JournaledRun[]> {
  const runsFolder = dirname(journalPath(folder, ''));
  const names = await readdir(runsFolder).catch(() => []);
  const newest = names
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .reverse()
    .slice(0, most);
  const runs: JournaledRun[] = [];
  for (const name of newest) runs.push(...(await loadRun(join(runsFolder, name), project)));
  return runs;
}

async function loadRun(file: string, project: string): Promise<readonly JournaledRun[]> {
  try {
    const { plan, ...journal } = parseRun(await readFile(file, 'utf8'), file);
    if (!isJsonObject(plan) || !isRunnable(plan) || plan.project !== project) return [];
    return [{ ...journal, plan: plan as unknown as RunnablePlan, isOperation: plan.operation !== undefined }];
  } catch (error) {
    if (isDeployError(error)) return [];
    throw error;
  }
}

function isRunnable({ environment, targets, steps }: JsonObject): boolean {
  return isJsonObject(environment) && Array.isArray(targets) && Array.isArray(steps);
}
