import { operationOf } from '../run/past-run.ts';
import { type Unfinished, unfinishedRuns } from '../run/unfinished.ts';
import { loadRuns } from './load-runs.ts';

export interface LoadUnfinishedOptions {
  readonly project: string;
  /** Name of the environment. */
  readonly environment: string;
}

/** What the last runs of an environment started without seeing its end, from the journals in a state folder. */
export async function loadUnfinished(
  folder: string,
  { project, environment }: LoadUnfinishedOptions,
): Promise<Unfinished> {
  const runs = await loadRuns(folder, project);
  // Nothing of a scale is waited for later, and what ran before it is as open as it was.
  return unfinishedRuns(
    runs.filter((run) => run.plan.environment.name === environment && operationOf(run) !== 'scale'),
  );
}
