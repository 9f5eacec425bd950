import { textIn } from '../../model/input.ts';
import type { WireObject } from '../../model/service.ts';
import { clusterNotFound, serviceNotFound } from './faults.ts';
import type { Cluster, EcsState, Service, Task } from './state.ts';

/** The name in an ARN of a kind (`cluster`, `service`, …), or the text itself. */
export function nameIn(reference: string): string {
  return reference.startsWith('arn:') ? reference.slice(reference.lastIndexOf('/') + 1) : reference;
}

/** The cluster a request names, `default` when it names none. Throws ClusterNotFoundException. */
export function clusterOf(state: EcsState, input: WireObject): Cluster {
  const reference = textIn(input, 'cluster') ?? 'default';
  const cluster = state.clusters.get(nameIn(reference));
  if (cluster?.status !== 'ACTIVE' || (reference.startsWith('arn:') && reference !== cluster.arn))
    throw clusterNotFound();
  return cluster;
}

export function findService(state: EcsState, cluster: Cluster, reference: string): Service | undefined {
  const service = state.services.get(`${cluster.name}/${nameIn(reference)}`);
  return service && (!reference.startsWith('arn:') || reference === service.arn) ? service : undefined;
}

/** The service a request names in `service`. Throws ServiceNotFoundException. */
export function serviceOf(state: EcsState, cluster: Cluster, reference: string): Service {
  const service = findService(state, cluster, reference);
  if (!service) throw serviceNotFound();
  return service;
}

/** A task without a service can be seen some time after RunTask (eventual consistency). */
export function canBeSeen(state: EcsState, { service, createdAt }: Task): boolean {
  return service !== null || createdAt + state.timings.taskLag * 1000 <= state.now;
}

export function findTask(state: EcsState, cluster: Cluster, reference: string): Task | undefined {
  const task = state.tasks.get(nameIn(reference));
  return task?.cluster === cluster.name ? task : undefined;
}
