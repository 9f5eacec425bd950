import { textIn } from '../../../model/input.ts';
import { AwsFault, type WireObject } from '../../../model/service.ts';
import type { EcsState } from '../state.ts';
import { taskView } from '../views/task-view.ts';

/** What starting tasks came to. */
export interface Started {
  readonly tasks: readonly WireObject[];
  readonly failures: readonly WireObject[];
}

/**
 * Starts tasks once for a `clientToken`: the same request again answers with the same tasks, another one under the token
 * is ConflictException. A token that started nothing may be used again.
 */
export function runOnce(state: EcsState, input: WireObject, start: () => Started): WireObject {
  const token = textIn(input, 'clientToken');
  if (token === undefined) return { ...start() };
  const request = JSON.stringify(input);
  const known = state.runTokens.get(token);
  if (known !== undefined && known.request !== request) {
    throw new AwsFault('ConflictException', 'The request conflicts with an earlier one of the same clientToken.', {
      members: { resourceIds: known.tasks },
    });
  }
  if (known !== undefined) {
    const tasks = known.tasks.flatMap((arn) => [...state.tasks.values()].find((task) => task.arn === arn) ?? []);
    return { tasks: tasks.map((task) => taskView(state, task)), failures: [] };
  }
  const started = start();
  const tasks = started.tasks.map(({ taskArn }) => String(taskArn));
  if (tasks.length > 0) state.runTokens.set(token, { request, tasks });
  return { ...started };
}
