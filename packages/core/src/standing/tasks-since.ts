import type { RevisionDoubt } from '../model/chosen-revision.ts';
import type { TargetHistory } from '../model/history.ts';
import type { RevisionFound } from './choose-revision.ts';

const verbs = { succeeded: 'ran', started: 'was started', failed: 'failed' } as const;

/**
 * The one-off tasks, migrations above all, of what was deployed from the one that a target goes back to until what it runs: a rollback
 * does not undo them. Nothing is known of a revision that is not part of the history.
 */
export function tasksSince(
  { deployments }: TargetHistory,
  { deployment, revision }: Pick<RevisionFound, 'deployment' | 'revision'>,
): readonly RevisionDoubt[] {
  const from = deployments.findIndex(({ primary }) => primary);
  const to = deployments.findIndex(({ id }) => id === deployment);
  if (from < 0 || to < from) return [];
  const seen = new Set<string>();
  return deployments.slice(from, to).flatMap(({ release, revision: other, tasks = [] }) =>
    tasks.flatMap(({ name, state, task }) => {
      if (seen.has(task) || other === revision) return [];
      seen.add(task);
      const message = `task ${name} ${verbs[state]} for ${release ?? other ?? 'what was deployed'} since ${revision}, and is not undone`;
      return [{ code: 'TASK_RAN_SINCE', message }];
    }),
  );
}
