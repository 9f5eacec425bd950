import { translateError } from '@funade/aws';
import type { StepContext } from '@funade/core';
import { useEcs } from '../api/ecs-client.ts';
import { lateSignal } from '../api/late-signal.ts';

/** Tells ECS to stop a task, also while the run ends. Throws what AWS refuses. */
export async function stopRunningTask(
  { cluster, id, reason }: { readonly cluster: string; readonly id: string; readonly reason: string },
  context: StepContext,
): Promise<void> {
  using late = lateSignal(context);
  const { client, sdk } = await useEcs(context);
  try {
    await client.send(new sdk.StopTaskCommand({ cluster, task: id, reason }), { abortSignal: late.signal });
  } catch (error) {
    throw translateError(error, { operation: 'ecs:StopTask', subject: `${cluster}/${id}` });
  }
}
