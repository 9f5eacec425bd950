import { listIn, textIn } from '../../../model/input.ts';
import type { Operation } from '../../../model/service.ts';
import { arnOf } from '../identifiers.ts';
import type { Cluster, EcsState } from '../state.ts';
import { tagsIn } from '../tags.ts';
import { clusterView } from '../views/cluster-view.ts';

export const createCluster: Operation<EcsState> = (state, { input }) => {
  const name = textIn(input, 'clusterName') ?? 'default';
  const known = state.clusters.get(name);
  if (known?.status === 'ACTIVE') return { cluster: clusterView(state, known) };
  const cluster = newCluster(state, name);
  cluster.settings = listIn(input, 'settings') ?? cluster.settings;
  cluster.configuration = input.configuration;
  cluster.capacityProviders = listIn(input, 'capacityProviders') ?? [];
  cluster.defaultCapacityProviderStrategy = listIn(input, 'defaultCapacityProviderStrategy') ?? [];
  cluster.serviceConnectDefaults = input.serviceConnectDefaults;
  cluster.tags = tagsIn(input);
  return { cluster: { ...clusterView(state, cluster), tags: cluster.tags } };
};

/** An empty ACTIVE cluster, put into the state. */
export function newCluster(state: EcsState, name: string): Cluster {
  const cluster: Cluster = {
    name,
    arn: arnOf(state, `cluster/${name}`),
    status: 'ACTIVE',
    settings: [{ name: 'containerInsights', value: 'disabled' }],
    configuration: undefined,
    capacityProviders: [],
    defaultCapacityProviderStrategy: [],
    serviceConnectDefaults: undefined,
    tags: [],
  };
  state.clusters.set(name, cluster);
  return cluster;
}
