import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isDeployError } from '../model/error.ts';
import { isJsonObject, type JsonObject } from '../model/json.ts';
import type { RunnablePlan } from '../model/plan.ts';
import { type PastRun, type Unfinished, unfinishedRuns } from '../run/unfinished.ts';
import { journalPath, parseRun } from './journal-file.ts';

/** Journals that are looked into, newest first; what is older than that is nobody's open question any more. */
const mostJournals = 50;

export interface LoadUnfinishedOptions {
  readonly project: string;
  /** Name of the environment. */
  readonly environment: string;
}

/**
 * What the last runs of an environment started without seeing its end. Read from
 * the journals in a state folder; a file there that is no journal is passed over.
 */
export async function loadUnfinished(
  folder: string,
  { project, environment }: LoadUnfinishedOptions,
): Promise<Unfinished> {
  const runsFolder = dirname(journalPath(folder, ''));
  const names = await readdir(runsFolder).catch(() => []);
  const newest = names
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .reverse();
  const runs: PastRun[] = [];
  for (const name of newest.slice(0, mostJournals)) {
    const run = await loadRun(join(runsFolder, name));
    if (run !== null && run.project === project && run.plan.environment.name === environment) runs.push(run);
  }
  return unfinishedRuns(runs);
}

async function loadRun(file: string): Promise<(PastRun & { readonly project: unknown }) | null> {
  try {
    const { plan, events } = parseRun(await readFile(file, 'utf8'), file);
    if (!isJsonObject(plan) || !isRunnable(plan)) return null;
    // Nothing of it is waited for later, and what ran before it is as open as it was.
    if (plan.operation === 'scale') return null;
    const isOperation = plan.operation !== undefined;
    return { plan: plan as unknown as RunnablePlan, isOperation, events, project: plan.project };
  } catch (error) {
    if (isDeployError(error)) return null;
    throw error;
  }
}

function isRunnable({ environment, targets, steps }: JsonObject): boolean {
  return isJsonObject(environment) && Array.isArray(targets) && Array.isArray(steps);
}
