import type { Task } from '@aws-sdk/client-ecs';
import { stoppedTask } from '../stopped-task/read-tasks.ts';
import type { SeenTask } from './task-verdict.ts';

/** A task of an SDK answer as the rules read it. */
export function seenTask(task: Task): SeenTask {
  const { taskArn = '', lastStatus = '', createdAt, startedAt, stoppedAt, containers = [] } = task;
  const { id, stopCode, reason, containers: stopped } = stoppedTask(task);
  return {
    arn: taskArn,
    id,
    lastStatus,
    stopCode,
    reason,
    createdAt: createdAt?.getTime() ?? null,
    startedAt: startedAt?.getTime() ?? null,
    stoppedAt: stoppedAt?.getTime() ?? null,
    containers: stopped.map((container, index) => ({
      ...container,
      ended: containers[index]?.lastStatus === 'STOPPED',
    })),
  };
}
