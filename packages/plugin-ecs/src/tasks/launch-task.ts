import type { Failure } from '@aws-sdk/client-ecs';
import { isAwsError, resourceName, sendRaw, translateError } from '@funade/aws';
import type { JsonObject, StepContext } from '@funade/core';
import type { Ecs } from '../api/ecs-client.ts';
import { lateSignal } from '../api/late-signal.ts';
import { taskNotPlaced } from '../model/task-errors.ts';
import { placementHint } from './placement-hint.ts';

/** What is launched. */
export interface Launch {
  readonly cluster: string;
  /** `api/migrate`. */
  readonly name: string;
  /** The body of RunTask, its token included. */
  readonly body: JsonObject;
}

/**
 * Calls RunTask once and gives the ids of its tasks: of those that it starts, or that the same token has started before.
 * Throws `TASK_NOT_PLACED` when it starts fewer than wanted, and what AWS refuses.
 */
export async function launchTask(
  { client, sdk }: Ecs,
  { cluster, name, body }: Launch,
  context: Pick<StepContext, 'clock' | 'signal'>,
): Promise<readonly string[]> {
  using late = lateSignal(context);
  try {
    const command = new sdk.RunTaskCommand({ cluster, taskDefinition: String(body.taskDefinition) });
    const { output } = await sendRaw(client, command, { body: { ...body, cluster }, signal: late.signal });
    const { tasks = [], failures = [] } = output;
    if (failures.length > 0) throw notPlaced({ cluster, name }, failures, tasks.length);
    return tasks.map(({ taskArn = '' }) => resourceName(taskArn));
  } catch (error) {
    const known = conflicting(error);
    if (known.length > 0) return known.map(resourceName);
    throw translateError(error, { operation: 'ecs:RunTask', subject: String(body.taskDefinition) });
  }
}

/** The tasks that another request under the same token has started: the config changed in between. */
function conflicting(error: unknown): readonly string[] {
  if (!isAwsError(error, 'ConflictException')) return [];
  const { resourceIds } = error as { readonly resourceIds?: readonly string[] };
  return resourceIds ?? [];
}

function notPlaced(
  { cluster, name }: Pick<Launch, 'cluster' | 'name'>,
  failures: readonly Failure[],
  started: number,
): Error {
  const reasons = failures.map(({ reason = '', detail }) => (detail === undefined ? reason : `${reason}: ${detail}`));
  const [first = ''] = reasons;
  const others = started === 0 ? '' : ` (${started} of ${started + failures.length} were started)`;
  return taskNotPlaced(
    { cluster, name, id: null },
    {
      reason: `${first}${others}`,
      hint: placementHint(first),
      evidence: reasons,
      details: { failures: reasons, started },
    },
  );
}
