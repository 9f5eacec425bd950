import { textIn } from '../../../model/input.ts';
import type { Operation } from '../../../model/service.ts';
import { invalidParameter } from '../faults.ts';
import { canBeSeen, clusterOf, nameIn, serviceOf } from '../find.ts';
import { pageOf } from '../pages.ts';
import type { EcsState } from '../state.ts';

export const listTasks: Operation<EcsState> = (state, { input }) => {
  const cluster = clusterOf(state, input);
  const serviceName = textIn(input, 'serviceName');
  const service = serviceName === undefined ? undefined : serviceOf(state, cluster, nameIn(serviceName)).name;
  const family = textIn(input, 'family');
  const startedBy = textIn(input, 'startedBy');
  const launchType = textIn(input, 'launchType');
  if (startedBy !== undefined && (serviceName ?? family ?? launchType ?? input.containerInstance) !== undefined) {
    throw invalidParameter('startedBy can not be combined with another filter.');
  }
  const desired = textIn(input, 'desiredStatus') ?? 'RUNNING';
  const tasks = [...state.tasks.values()].filter(
    (task) =>
      task.cluster === cluster.name &&
      canBeSeen(state, task) &&
      task.desiredStatus === desired &&
      (service === undefined || task.service === service) &&
      (family === undefined || task.taskDefinition.includes(`:task-definition/${family}:`)) &&
      (startedBy === undefined || task.startedBy === startedBy) &&
      (launchType === undefined || task.launchType === launchType),
  );
  const { items, nextToken } = pageOf(tasks, input, 100);
  return { taskArns: items.map(({ arn }) => arn), nextToken };
};
