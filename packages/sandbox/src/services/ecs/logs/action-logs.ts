import type { WireObject } from '../../../model/service.ts';
import type { EcsState, LogLine, ServiceDeployment, Task } from '../state.ts';
import { groupNameIn } from './log-groups.ts';

/** Milliseconds until an entry has been delivered. */
const delay = 5_000;

/** Writes what became of a service deployment to where action logs of its cluster are delivered. */
export function logDeployment(state: EcsState, { arn, status, statusReason }: ServiceDeployment): void {
  const [cluster = '', service = ''] = arn.split(':service-deployment/')[1]?.split('/') ?? [];
  const failed = status.includes('ROLLBACK') || status === 'STOPPED';
  write(
    state,
    { cluster, service },
    {
      timestamp: state.now,
      logLevel: failed ? 'ERROR' : 'INFO',
      resourceArn: clusterArn(state, cluster),
      actionSourceId: serviceArn(state, { cluster, service }),
      eventName: `SERVICE_DEPLOYMENT_${status}`,
      detail: { serviceDeploymentArn: arn, status, ...(statusReason === null ? {} : { statusReason }) },
    },
  );
}

/** The same of a task that a service has lost. AWS's samples name these members otherwise than those of deployments. */
export function logTask(state: EcsState, { cluster, service, startedBy, ...task }: Task): void {
  const { stopCode, stoppedReason } = task;
  if (service === null || stopCode === null || stopCode === 'ServiceSchedulerInitiated') return;
  const container = task.containers.find(({ reason }) => reason !== null);
  write(
    state,
    { cluster, service },
    {
      eventTimestamp: state.now,
      logLevel: 'ERROR',
      resourceArn: clusterArn(state, cluster),
      actionSourceId: service,
      detail: {
        eventName: 'SERVICE_TASK_STOPPED',
        deploymentArn: startedBy,
        status: 'STOPPED',
        stopCode,
        statusReason: stoppedReason,
        containerStoppedReason: container?.reason ?? stoppedReason,
      },
    },
  );
}

interface Place {
  readonly cluster: string;
  readonly service: string;
}

function write(state: EcsState, { cluster, service }: Place, entry: WireObject): void {
  for (const name of groupsOf(state, cluster)) {
    const group = state.logs.get(name) ?? new Map<string, LogLine[]>();
    state.logs.set(name, group);
    const streamName = `ecs/${cluster}/${service}`;
    const stream = group.get(streamName) ?? [];
    group.set(streamName, stream);
    stream.push({ at: state.now, arrivesAt: state.now + delay, message: JSON.stringify(entry) });
  }
}

function groupsOf({ deliveries, clusters }: EcsState, cluster: string): readonly string[] {
  const arn = clusters.get(cluster)?.arn;
  const destinations = new Map([...deliveries.destinations.values()].map((each) => [each.arn, each]));
  return [...deliveries.deliveries.values()].flatMap(({ source, destinationArn }) => {
    const destination = destinations.get(destinationArn);
    const delivered = deliveries.sources.get(source)?.resourceArn === arn && destination?.type === 'CWL';
    return delivered ? [groupNameIn({ logGroupIdentifier: destination.resourceArn })] : [];
  });
}

function clusterArn({ account, region }: EcsState, cluster: string): string {
  return `arn:aws:ecs:${region}:${account}:cluster/${cluster}`;
}

function serviceArn({ account, region }: EcsState, { cluster, service }: Place): string {
  return `arn:aws:ecs:${region}:${account}:service/${cluster}/${service}`;
}
