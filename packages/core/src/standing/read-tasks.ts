import type { Plugin } from '../model/plugin.ts';
import type { RunContext } from '../model/run-context.ts';
import type { TargetTasks, TasksRequest } from '../model/tasks.ts';
import { askStanding, type StandingWanted } from './ask-standing.ts';

/** Whose tasks are read, and which. */
export type TasksWanted = StandingWanted & Pick<TasksRequest, 'stopped'>;

/**
 * The tasks of every target, in the targets' order; a target of which no plugin knows them is left out.
 * Reads only. Throws what the plugins throw and `OPTIONS_INVALID`.
 */
export async function readTasks(
  wanted: TasksWanted,
  plugins: readonly Plugin[],
  context: RunContext,
): Promise<readonly TargetTasks[]> {
  const { stopped } = wanted;
  return askStanding(wanted, { plugins, ask: (plugin) => plugin.tasks?.bind(plugin), more: { stopped } }, context);
}
