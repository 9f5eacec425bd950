import type { WireObject } from '../../../model/service.ts';
import { countTasks } from '../rollout/service-tasks.ts';
import type { Cluster, EcsState } from '../state.ts';

export function clusterView(state: EcsState, cluster: Cluster): WireObject {
  const { running, pending } = countTasks([...state.tasks.values()].filter((task) => task.cluster === cluster.name));
  const services = [...state.services.values()].filter(
    (service) => service.cluster === cluster.name && service.status === 'ACTIVE',
  );
  return {
    clusterArn: cluster.arn,
    clusterName: cluster.name,
    status: cluster.status,
    registeredContainerInstancesCount: 0,
    runningTasksCount: running,
    pendingTasksCount: pending,
    activeServicesCount: services.length,
    statistics: [],
    settings: cluster.settings,
    capacityProviders: cluster.capacityProviders,
    defaultCapacityProviderStrategy: cluster.defaultCapacityProviderStrategy,
    serviceConnectDefaults: cluster.serviceConnectDefaults,
  };
}
