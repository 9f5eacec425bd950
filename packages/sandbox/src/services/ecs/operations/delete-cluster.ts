import { AwsFault, type Operation } from '../../../model/service.ts';
import { clusterOf } from '../find.ts';
import type { EcsState } from '../state.ts';
import { clusterView } from '../views/cluster-view.ts';

export const deleteCluster: Operation<EcsState> = (state, { input }) => {
  const cluster = clusterOf(state, input);
  for (const service of state.services.values()) {
    if (service.cluster !== cluster.name || service.status === 'INACTIVE') continue;
    throw new AwsFault('ClusterContainsServicesException', 'The Cluster cannot be deleted while Services are active.');
  }
  for (const task of state.tasks.values()) {
    if (task.cluster !== cluster.name || task.lastStatus === 'STOPPED') continue;
    throw new AwsFault('ClusterContainsTasksException', 'The Cluster cannot be deleted while Tasks are active.');
  }
  cluster.status = 'INACTIVE';
  return { cluster: clusterView(state, cluster) };
};
