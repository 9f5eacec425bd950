import { translateError } from '@funade/aws';
import type { StepContext } from '@funade/core';
import { useEcs } from '../api/ecs-client.ts';
import { lateSignal } from '../api/late-signal.ts';
import { type TaskName, type TaskRecord, taskRecordTag } from '../model/task-record.ts';

/** What is recorded, and where. */
export interface Recording {
  /** ARNs of revisions. */
  readonly revisions: readonly string[];
  readonly name: TaskName;
  readonly record: Omit<TaskRecord, 'at'>;
}

/**
 * Records a task on the revisions that waited for it. A task is not undone because it cannot be recorded: then a warning says
 * how long it is known.
 */
export async function recordTask({ revisions, name, record }: Recording, context: StepContext): Promise<void> {
  const at = new Date(context.clock.now()).toISOString();
  const tag = taskRecordTag(name, { ...record, at });
  using late = lateSignal(context);
  const { client, sdk } = await useEcs(context);
  for (const resourceArn of new Set(revisions)) {
    try {
      const command = new sdk.TagResourceCommand({ resourceArn, tags: [tag] });
      await client.send(command, { abortSignal: late.signal });
    } catch (error) {
      const { message } = translateError(error, { operation: 'ecs:TagResource', subject: resourceArn });
      context.warn(`${message}; that task ${name.service}/${name.task} ${record.state} is known for an hour only`);
      return;
    }
  }
}
