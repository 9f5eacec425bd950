import { objectsIn, textIn } from '../../../model/input.ts';
import { addEvent, addEventOnce, addTaskSetEvent } from '../events.ts';
import type { Deployment, EcsState, Service, Task } from '../state.ts';
import { names } from '../task/names.ts';
import { noOverrides } from '../task/overrides.ts';
import { placementRefusals } from '../task/placement-refusal.ts';
import { behaviourFor, startTask, type TaskOrder } from '../task/start-task.ts';
import { scalingActivity } from '../task/stop-reasons.ts';
import { stopTask } from '../task/stop-task.ts';
import { findTaskDefinition } from '../task-definitions.ts';
import { countFailure } from './failures.ts';
import { wake } from './wake.ts';

/** Starts tasks of a deployment, unless it has to wait after failures; stops at the first one that cannot be placed. */
export function placeTasks(state: EcsState, service: Service, order: { deployment: Deployment; count: number }): void {
  const { deployment, count } = order;
  if (count === 0) return;
  if (deployment.notBefore > state.now) {
    wake(state, service, deployment.notBefore);
    return;
  }
  const taskOrder = orderOf(state, service, deployment);
  if (!taskOrder) return;
  const started: Task[] = [];
  for (let index = 0; index < count; index += 1) {
    const behaviour = behaviourFor(state, taskOrder);
    if (behaviour.becomes.type === 'not-placed') {
      addEventOnce(state, service, placementRefusals[behaviour.becomes.reason]);
      countFailure(state, service, deployment);
      wake(state, service, deployment.notBefore);
      break;
    }
    started.push(startTask(state, taskOrder, behaviour));
  }
  if (started.length > 0) addEvent(state, service, `has started ${started.length} tasks: ${names(started)}.`);
}

/** Asks tasks of a service to stop because its deployments say so. */
export function removeTasks(
  state: EcsState,
  service: Service,
  { tasks, deployment }: { tasks: readonly Task[]; deployment: Deployment },
): void {
  if (tasks.length === 0) return;
  const registered = tasks.filter((task) => task.registered);
  for (const task of tasks) {
    stopTask(state, task, {
      stopCode: 'ServiceSchedulerInitiated',
      stoppedReason: scalingActivity(deployment.id),
    });
  }
  const groups = new Set(registered.flatMap((task) => task.targetGroups));
  for (const group of groups) {
    const count = registered.filter((task) => task.targetGroups.includes(group)).length;
    addEvent(state, service, `deregistered ${count} targets in (target-group ${group})`);
  }
  for (const id of new Set(registered.flatMap((task) => task.startedBy ?? []))) {
    const count = registered.filter((task) => task.startedBy === id).length;
    addTaskSetEvent(state, service, { id, text: `has begun draining connections on ${count} tasks.` });
  }
  const stopped = tasks.filter((task) => !registered.includes(task));
  if (stopped.length > 0) addEvent(state, service, `has stopped ${stopped.length} running tasks: ${names(stopped)}.`);
}

function orderOf(state: EcsState, service: Service, deployment: Deployment): TaskOrder | null {
  const definition = findTaskDefinition(state, deployment.revision.taskDefinition);
  if (!definition) return null;
  const { settings } = deployment.revision;
  const providers = objectsIn(settings, 'capacityProviderStrategy') ?? [];
  const fargate = providers.some((provider) => textIn(provider, 'capacityProvider')?.startsWith('FARGATE'));
  return {
    cluster: service.cluster,
    definition,
    launchType: fargate ? 'FARGATE' : (textIn(settings, 'launchType') ?? 'EC2'),
    capacityProvider: providers.map((provider) => textIn(provider, 'capacityProvider')).find(Boolean) ?? null,
    service,
    revision: deployment.revision,
    startedBy: deployment.id,
    group: `service:${service.name}`,
    // Not part of a revision: it counts for tasks that are started from now on.
    settings: { ...settings, enableExecuteCommand: service.settings.enableExecuteCommand },
    overrides: noOverrides,
    tags: taskTags(service, definition.tags),
  };
}

function taskTags(service: Service, definitionTags: Service['tags']): Service['tags'] {
  const propagate = textIn(service.settings, 'propagateTags');
  const own = propagate === 'SERVICE' ? service.tags : propagate === 'TASK_DEFINITION' ? definitionTags : [];
  if (service.settings.enableECSManagedTags !== true) return [...own];
  return [
    ...own,
    { key: 'aws:ecs:serviceName', value: service.name },
    { key: 'aws:ecs:clusterName', value: service.cluster },
  ];
}
