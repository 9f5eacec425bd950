import { AwsFault, type WireObject } from '../../../model/service.ts';
import type { Becomes, Behaviour } from '../behaviours.ts';
import { invalidParameter } from '../faults.ts';
import type { EcsState } from '../state.ts';
import { taskView } from '../views/task-view.ts';
import type { Started } from './run-once.ts';
import { behaviourFor, startTask, type TaskOrder } from './start-task.ts';

type Reason = Extract<Becomes, { type: 'not-placed' }>['reason'];

const runningTasks = "You've reached the limit on the number of tasks you can run concurrently";
const runningCpus = "You've reached the limit on the number of vCPUs you can run concurrently";
const noCapacity = 'Capacity is unavailable at this time. Please try again later or in a different availability zone';

/**
 * `reason` of a failure of RunTask.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/api_failures_messages.html
 */
const reasons: Readonly<Record<Exclude<Reason, 'no-container-instance' | 'internal-error' | 'throttled'>, string>> = {
  cpu: 'RESOURCE:CPU',
  memory: 'RESOURCE:MEMORY',
  port: 'RESOURCE:PORTS',
  eni: 'RESOURCE:ENI',
  gpu: 'RESOURCE:GPU',
  agent: 'AGENT',
  location: 'LOCATION',
  attribute: 'ATTRIBUTE',
  capacity: 'RESOURCE:MEMORY',
  'task-limit': runningTasks,
  'vcpu-limit': runningCpus,
  'cpu-limit': 'The requested CPU configuration is above your limit',
};

/** Starts as many tasks as can be placed; the others are failures. Under a capacity provider they stop later instead. */
export function startTasks(state: EcsState, order: TaskOrder, count: number): Started {
  const tasks: WireObject[] = [];
  const failures: WireObject[] = [];
  for (let index = 0; index < count; index += 1) {
    const behaviour = behaviourFor(state, order);
    const { becomes } = behaviour;
    if (becomes.type !== 'not-placed') tasks.push(taskView(state, startTask(state, order, behaviour)));
    else if (order.capacityProvider === null) failures.push({ reason: reasonOf(becomes.reason, order) });
    else tasks.push(taskView(state, startTask(state, order, stopsLater(behaviour, reasonOf(becomes.reason, order)))));
  }
  return { tasks, failures };
}

function reasonOf(reason: Reason, { launchType, capacityProvider }: TaskOrder): string {
  switch (reason) {
    case 'internal-error':
      throw new AwsFault('ServerException', 'Service Unavailable. Please try again later.', 500);
    case 'throttled':
      throw new AwsFault('ThrottlingException', 'Rate exceeded');
    case 'no-container-instance':
      if (capacityProvider !== null) return 'EMPTY CAPACITY PROVIDER';
      throw invalidParameter('No Container Instances were found in your cluster.');
    case 'capacity':
      return launchType === 'FARGATE' ? noCapacity : reasons.capacity;
    default:
      return reasons[reason];
  }
}

function stopsLater(behaviour: Behaviour, reason: string): Behaviour {
  return { ...behaviour, becomes: { type: 'fails-to-start', stoppedReason: `TaskFailedToStart: ${reason}` } };
}
