import { defineStep, isJsonObject, type JsonObject, type StepContext } from '@funade/core';
import { z } from 'zod';
import { describeTaskDefinition } from '../api/describe-task-definition.ts';
import { type Ecs, useEcs, useEcsForWrites } from '../api/ecs-client.ts';
import { sendAfterLook } from '../api/send-after-look.ts';
import { taskOutcomeUnknown } from '../model/task-errors.ts';
import { taskRecordOf } from '../model/task-record.ts';
import { chooseRun } from '../tasks/choose-run.ts';
import { findRuns } from '../tasks/find-runs.ts';
import { launchTask } from '../tasks/launch-task.ts';
import { cancelTask } from '../tasks/on-cancel.ts';
import { nameOfTask, taskInput } from '../tasks/task-input.ts';
import { attemptToken } from '../tasks/task-key.ts';
import { tolerate } from '../tasks/tolerate.ts';

const input = z.strictObject({
  ...taskInput,
  startedBy: z.string(),
  again: z.boolean(),
  /** What of RunTask says how and where it runs. */
  request: z.custom<JsonObject>(isJsonObject, 'expected members of RunTask'),
});

type Input = z.output<typeof input>;

const output = z.object({
  /** Null: it was not started, which is tolerated. */
  taskId: z.string().nullable(),
  /** `done`: it has succeeded for this release before. */
  state: z.enum(['started', 'joined', 'done', 'failed']),
});

type Output = z.output<typeof output>;

/**
 * Starts a one-off task, once for a release and environment.
 *
 * Looks right before: a run for this release that goes on is joined, one that has succeeded is done (ECS shows both, the
 * revision records them), and one that failed is followed by the next attempt. Whoever starts the same attempt sends the
 * same token, so that a lost answer, a second process and a run that was killed come to the same ECS task.
 *
 * Throws `TASK_NOT_PLACED`, `TASK_OUTCOME_UNKNOWN`, and what AWS refuses.
 */
export const runTask = defineStep({
  kind: 'ecs.run-task',
  input,
  output,
  effect: 'changes',
  goesOn: (returned) => {
    const { taskId = null, state } = (returned ?? {}) as { readonly taskId?: string | null; readonly state?: string };
    return taskId === null || state === 'done' ? 'nothing of it' : `task ${taskId} was started and continues in ECS`;
  },
  request: (planned) => ({ operation: 'ecs:RunTask', body: isJsonObject(planned) ? plannedBody(planned) : planned }),
  async run(task, context) {
    const { tolerated } = task;
    const otherwise: Output = { taskId: null, state: 'failed' };
    const found = await tolerate({ tolerated, otherwise, act: () => start(task, context) }, context);
    if (context.signal.aborted && found.taskId !== null && found.state !== 'done') {
      throw await cancelTask({ ...task, name: nameOfTask(task) }, found.taskId, context);
    }
    return found;
  },
});

async function start(task: Input, context: StepContext): Promise<Output> {
  const [ecs, writes] = await Promise.all([useEcs(context), useEcsForWrites(context)]);
  let after: string | null = null;
  return sendAfterLook<Output>(
    {
      operation: 'RunTask',
      look: async () => {
        const choice = await choose(ecs, task, context);
        if (choice.act === 'start') {
          ({ after } = choice);
          return null;
        }
        const { act, id } = choice;
        if (act === 'unknown') {
          throw taskOutcomeUnknown({ cluster: task.cluster, name: nameOfTask(task), id }, choice.at);
        }
        if (act === 'join') context.progress(`joins ${id}, which runs for this release`, { taskId: id });
        else context.progress(`not run again: ${id} has succeeded for this release`, { taskId: id });
        return { taskId: id, state: act === 'join' ? 'joined' : 'done' };
      },
      send: async () => {
        const token = attemptToken(task.startedBy, after);
        const body = { ...bodyOf(task), clientToken: token };
        const [id = null] = await launchTask(writes, { cluster: task.cluster, name: nameOfTask(task), body }, context);
        context.progress(`started ${id}`, { taskId: id });
        return { taskId: id, state: 'started' };
      },
    },
    context,
  );
}

async function choose(ecs: Ecs, task: Input, context: StepContext): Promise<ReturnType<typeof chooseRun>> {
  const { service, again, records, release } = task;
  const { tags } = await describeTaskDefinition(ecs, records[0] ?? '', context);
  const written = taskRecordOf(tags, { environment: context.environment.name, service, task: task.task });
  const record = written?.release === release ? written : null;
  const runs = await findRuns(ecs, { ...task, known: record?.task ?? null }, context);
  return chooseRun({ runs, record, again, begun: context.earlier?.at ?? null, now: context.clock.now() });
}

function bodyOf({ taskDefinition, startedBy, request }: Input): JsonObject {
  return { taskDefinition, count: 1, startedBy, ...request };
}

/** The request as far as the plan knows it: the token is that of the attempt. */
function plannedBody({ cluster, taskDefinition, startedBy, request }: JsonObject): JsonObject {
  return { cluster, taskDefinition, count: 1, startedBy, ...(isJsonObject(request) ? request : {}) };
}
