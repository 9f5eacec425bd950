import { defineStep, isDeployError, isJsonObject, type StepContext } from '@funade/core';
import { z } from 'zod';
import { formatDuration } from '../model/duration.ts';
import { consoleLink } from '../service/console-link.ts';
import { followTask } from '../tasks/follow-task.ts';
import { cancelTask } from '../tasks/on-cancel.ts';
import { readDefinition } from '../tasks/read-definition.ts';
import { recordTask } from '../tasks/record-task.ts';
import { taskFailure } from '../tasks/task-failure.ts';
import { nameOfTask, taskInput } from '../tasks/task-input.ts';
import { tolerate } from '../tasks/tolerate.ts';

const input = z.strictObject({
  ...taskInput,
  taskId: z.string().nullable(),
  state: z.enum(['started', 'joined', 'done', 'failed']),
  timeoutSeconds: z.number().positive(),
});

type Input = z.output<typeof input>;

const output = z.object({
  state: z.enum(['succeeded', 'done', 'failed']),
  /** Seconds that its containers ran; null: nobody knows. */
  seconds: z.number().nullable(),
});

type Output = z.output<typeof output>;

/**
 * Follows a one-off task to its end, and records on the revisions that waited for it that it ran and how it ended. It is
 * stopped when it takes too long, and when the run is interrupted and `onCancel` says so.
 *
 * Throws `TASK_FAILED`, `TASK_NOT_STARTED`, `TASK_LOG_GROUP_MISSING`, `TASK_NOT_PLACED`, `TASK_SIDECAR_ENDED`,
 * `TASK_NO_EXIT_CODE`, `TASK_STOPPED`, `TASK_INTERRUPTED`, `TASK_TIMED_OUT`, `TASK_OUTCOME_UNKNOWN`, `TASK_CANCELLED`, and what
 * AWS refuses.
 */
export const waitForTask = defineStep({
  kind: 'ecs.wait-for-task',
  input,
  output,
  effect: 'none',
  waits: true,
  deadlineSeconds: (planned) =>
    isJsonObject(planned) && typeof planned.timeoutSeconds === 'number' ? planned.timeoutSeconds : null,
  // What ran before or after the rollout has come to its end.
  goesOn: () => null,
  async run(task, context) {
    const { taskId, state, tolerated } = task;
    if (state === 'done') return { state, seconds: null };
    if (taskId === null) return { state: 'failed', seconds: null };
    const otherwise: Output = { state: 'failed', seconds: null };
    try {
      return await tolerate({ tolerated, otherwise, act: () => wait(task, taskId, context) }, context);
    } catch (error) {
      if (!context.signal.aborted) throw error;
      throw await cancelTask({ ...task, name: nameOfTask(task) }, taskId, context);
    }
  },
});

async function wait(task: Input, id: string, context: StepContext): Promise<Output> {
  const { cluster, service, when, release, records } = task;
  const subject = { cluster, name: nameOfTask(task), id };
  const name = { environment: context.environment.name, service, task: task.task };
  const record = (state: 'started' | 'succeeded' | 'failed'): Promise<void> =>
    recordTask({ revisions: records, name, record: { when, state, release, task: id } }, context);
  await record('started');
  const definition = await readDefinition(task.taskDefinition, context);
  const voice = { progress: context.progress, line: context.output };
  const ended = await followTask({ ...task, subject, definition }, voice, context).catch(async (error: unknown) => {
    if (isDeployError(error) && error.code === 'TASK_TIMED_OUT') await record('failed');
    throw error;
  });
  const { task: seen, verdict, log } = ended;
  await record(verdict.state);
  const link = consoleLink({ region: context.environment.region, place: { cluster, service: '' }, task: id });
  if (verdict.state === 'failed') throw taskFailure({ subject, task: seen, verdict, log, link });
  const { startedAt, stoppedAt } = seen;
  const seconds = startedAt === null || stoppedAt === null ? null : Math.round((stoppedAt - startedAt) / 1000);
  const took = seconds === null ? '' : ` after ${formatDuration(seconds)}`;
  context.progress(`ended with exit code 0${took}`, { taskId: id, exitCode: 0, seconds });
  return { state: 'succeeded', seconds };
}
