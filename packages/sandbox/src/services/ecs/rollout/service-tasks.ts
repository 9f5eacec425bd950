import type { Deployment, EcsState, Service, Task } from '../state.ts';

/** Tasks of a service that are not STOPPED yet, oldest first. */
export function liveTasks(state: EcsState, service: Service): readonly Task[] {
  const live: Task[] = [];
  for (const task of state.tasks.values()) {
    if (task.service === service.name && task.cluster === service.cluster && task.lastStatus !== 'STOPPED') {
      live.push(task);
    }
  }
  return live;
}

export interface TaskCounts {
  readonly running: number;
  readonly pending: number;
}

/** RUNNING tasks, and those on their way there. */
export function countTasks(tasks: Iterable<Task>): TaskCounts {
  let running = 0;
  let pending = 0;
  for (const { lastStatus } of tasks) {
    if (lastStatus === 'RUNNING') running += 1;
    else if (lastStatus === 'PROVISIONING' || lastStatus === 'PENDING' || lastStatus === 'ACTIVATING') pending += 1;
  }
  return { running, pending };
}

export function tasksOf(tasks: readonly Task[], deployment: Deployment): readonly Task[] {
  return tasks.filter((task) => task.revision === deployment.revision);
}
