import type { Note, Step, StepId, Warning } from '@funade/core';
import { tasksInvalid } from '../model/task-errors.ts';
import type { TaskRecord } from '../model/task-record.ts';
import { filledTasks } from '../options/filled-tasks.ts';
import type { TaskOptions } from '../options/task-options.ts';
import { provenanceOf } from '../task-definition/revision-tags.ts';
import { describeTask } from './describe-task.ts';
import { neededTasks } from './needed-tasks.ts';
import type { TaskPlanning, TaskTarget } from './task-target.ts';

/** What tasks add to a plan. */
export interface TaskPlans {
  readonly steps: readonly Step[];
  readonly notes: readonly Note[];
  readonly warnings: readonly Warning[];
}

/**
 * The one-off tasks of a plan: those before the rollout where a service changes that waits for them, once for all of these;
 * those after it where the service changes, or where they are still open. What is recorded as succeeded for this release
 * is left out, with a note. Touches nothing.
 *
 * @throws `TASKS_INVALID` with all that is wrong
 */
export function planTasks(targets: readonly TaskTarget[], planning: TaskPlanning): TaskPlans {
  const needed = neededTasks(targets.map(({ target }) => target));
  const problems = [...needed.problems];
  const steps: Step[] = [];
  const notes: Note[] = [];
  const warnings: Warning[] = [];
  for (const owner of targets) {
    const last: { before: StepId | null; after: StepId | null } = { before: null, after: null };
    for (const [name, options] of Object.entries(filledTasks(owner.target.options).tasks)) {
      const users = usersOf(owner, { name, options, targets });
      const task = describeTask(owner, { name, options, users }, planning);
      problems.push(
        ...task.problems.map((message) => ({ target: owner.target.id, message: `ecs.tasks.${name}: ${message}` })),
      );
      const { record } = task;
      const open = options.when === 'after' && isOpen(owner, record, planning);
      if (users.length === 0 && !open) continue;
      const subject = { targets: users.map(({ target }) => target.id), label: owner.target.id };
      if (record?.state === 'succeeded' && options.again !== true) {
        notes.push({ ...subject, text: doneText(task.title, record, planning) });
        continue;
      }
      const pair = task.steps(last[options.when]);
      steps.push(...pair);
      last[options.when] = pair.at(-1)?.id ?? null;
      warnings.push(...task.warnings);
    }
  }
  if (problems.length > 0) throw tasksInvalid(problems);
  return {
    steps,
    notes,
    warnings: [...needed.warnings(targets.filter(takesOver).map(({ target }) => target.id)), ...warnings],
  };
}

/**
 * Whether a task after the rollout is still to come although nothing else is: it has failed or never ended, or the run that
 * rolled this release out did not come to it.
 */
function isOpen({ existing }: TaskTarget, record: TaskRecord | null, { facts, request }: TaskPlanning): boolean {
  if (record !== null) return record.state !== 'succeeded';
  return provenanceOf(facts.taskDefinitions[existing ?? '']?.tags ?? []).commit === request.release.commit;
}

function takesOver({ rollout }: TaskTarget): boolean {
  return rollout === 'takes-over';
}

/** The targets that a task belongs to in this plan: none of them goes on without it. */
function usersOf(
  owner: TaskTarget,
  {
    name,
    options,
    targets,
  }: { readonly name: string; readonly options: TaskOptions; readonly targets: readonly TaskTarget[] },
): readonly TaskTarget[] {
  if (options.when === 'after') return owner.rollout === 'stays' ? [] : [owner];
  const full = `${owner.target.service}/${name}`;
  return targets.filter(
    (each) => takesOver(each) && (each === owner || each.target.options.needs?.includes(full) === true),
  );
}

function doneText(title: string, { at, task }: TaskRecord, { request: { release } }: TaskPlanning): string {
  const name = release.tag ?? release.shortCommit;
  return `${title} has already succeeded for ${name} (${at.slice(0, 16).replace('T', ' ')} UTC, ${task}): it is not run again`;
}
