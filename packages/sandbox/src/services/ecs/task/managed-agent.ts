import type { WireObject } from '../../../model/service.ts';
import type { Task, TaskContainer } from '../state.ts';
import { seconds } from '../views/seconds.ts';

/** Whether ECS Exec can reach a container: it was enabled when the task was started, and both run. */
export function isAgentRunning(task: Task, container: TaskContainer): boolean {
  return isEnabled(task) && task.lastStatus === 'RUNNING' && container.lastStatus === 'RUNNING';
}

/** The agents of a container as DescribeTasks gives them; none where ECS Exec is not enabled. */
export function managedAgents(task: Task, container: TaskContainer): readonly WireObject[] | undefined {
  if (!isEnabled(task)) return undefined;
  const isRunning = isAgentRunning(task, container);
  return [
    {
      name: 'ExecuteCommandAgent',
      lastStatus: isRunning ? 'RUNNING' : container.lastStatus === 'STOPPED' ? 'STOPPED' : 'PENDING',
      lastStartedAt: isRunning ? seconds(task.startedAt) : undefined,
    },
  ];
}

function isEnabled({ settings }: Task): boolean {
  return settings.enableExecuteCommand === true;
}
