import { isObject, objectsIn, textIn } from '../../../model/input.ts';
import type { WireObject } from '../../../model/service.ts';
import { arnOf, hashOf } from '../identifiers.ts';
import type { EcsState, Task, TaskContainer, TaskDefinitionRevision } from '../state.ts';

/** The containers of a new task, none of them started. */
export function newContainers(
  state: EcsState,
  definition: TaskDefinitionRevision,
  task: { id: string; cluster: string },
): TaskContainer[] {
  return containerDefinitions(definition).map((container, index) => ({
    name: textIn(container, 'name') ?? '',
    arn: arnOf(state, `container/${task.cluster}/${task.id}/${uuid(`${task.id}/${index}`)}`),
    image: textIn(container, 'image') ?? '',
    essential: container.essential !== false,
    hasHealthCheck: isObject(container.healthCheck),
    digest: null,
    runtimeId: null,
    lastStatus: 'PENDING',
    exitCode: null,
    reason: null,
    healthStatus: 'UNKNOWN',
  }));
}

export function containerDefinitions(definition: TaskDefinitionRevision): readonly WireObject[] {
  return objectsIn(definition.body, 'containerDefinitions') ?? [];
}

/** The container a behaviour speaks of: the named one, else the first essential one. */
export function chosenContainer(task: Task, name: string | undefined): TaskContainer | undefined {
  if (name !== undefined) return task.containers.find((container) => container.name === name);
  return task.containers.find((container) => container.essential) ?? task.containers[0];
}

function uuid(seed: string): string {
  const hex = hashOf(seed);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
