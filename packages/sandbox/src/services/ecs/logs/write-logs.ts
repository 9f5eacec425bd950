import { objectIn, textIn } from '../../../model/input.ts';
import type { EcsState, LogLine, Task, TaskContainer } from '../state.ts';
import { chosenContainer, containerDefinitions } from '../task/containers.ts';
import { definitionOf } from '../task/pull-images.ts';

/** Writes the lines a task's behaviour gives, each at its own time; lines of the future show only when they are due. */
export function writeLogs(state: EcsState, task: Task): void {
  for (const container of task.containers) {
    const stream = streamOf(state, task, container);
    if (!stream) continue;
    for (const line of task.behaviour.logs) {
      if (chosenContainer(task, line.container) !== container) continue;
      const at = state.now + line.afterSeconds * 1000;
      stream.push({ at, arrivesAt: at + line.lateSeconds * 1000, message: line.message });
    }
  }
}

/** Removes what a task would have written after it ended. */
export function cutLogs(state: EcsState, task: Task): void {
  for (const container of task.containers) {
    const stream = streamOf(state, task, container);
    if (stream) stream.splice(0, stream.length, ...stream.filter((line) => line.at <= state.now));
  }
}

/** The log stream of a container with the awslogs driver, made when it is missing; null for any other driver. */
function streamOf(state: EcsState, task: Task, container: TaskContainer): LogLine[] | null {
  const name = streamName(state, task, container);
  if (!name || container.runtimeId === null) return null;
  const group = state.logs.get(name.group) ?? new Map<string, LogLine[]>();
  state.logs.set(name.group, group);
  const stream = group.get(name.stream) ?? [];
  group.set(name.stream, stream);
  return stream;
}

function streamName(
  state: EcsState,
  task: Task,
  container: TaskContainer,
): { readonly group: string; readonly stream: string } | null {
  const definition = definitionOf(state, task);
  const written = definition && containerDefinitions(definition).find((each) => each.name === container.name);
  const log = written ? objectIn(written, 'logConfiguration') : undefined;
  const options = log && log.logDriver === 'awslogs' ? objectIn(log, 'options') : undefined;
  const group = options ? textIn(options, 'awslogs-group') : undefined;
  if (!options || group === undefined) return null;
  const prefix = textIn(options, 'awslogs-stream-prefix');
  return {
    group,
    stream: prefix === undefined ? (container.runtimeId ?? '') : `${prefix}/${container.name}/${task.id}`,
  };
}
