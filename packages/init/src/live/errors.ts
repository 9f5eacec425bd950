import { DeployError, suggest } from '@funade/core';

/** Nothing says which cluster is meant. */
export const clusterUnsaid = (clusters: readonly string[]): DeployError =>
  new DeployError(
    'INIT_CLUSTER_UNSAID',
    clusters.length === 0 ? 'there is no cluster of ECS in this account and region' : 'which cluster is to be read?',
    {
      category: 'usage',
      hint:
        clusters.length === 0
          ? 'check the account and --region, or start without --from'
          : `name it with --cluster; available: ${clusters.join(', ')}`,
    },
  );

/** There is no cluster of that name. */
export const clusterUnknown = (cluster: string, clusters: readonly string[]): DeployError =>
  new DeployError('INIT_CLUSTER_UNKNOWN', `there is no cluster ${JSON.stringify(cluster)} in this account and region`, {
    category: 'usage',
    hint: suggest(cluster, clusters),
  });

/** The cluster has no service of that name. */
export const serviceUnknown = (service: string, cluster: string, services: readonly string[]): DeployError =>
  new DeployError('INIT_SERVICE_UNKNOWN', `cluster ${cluster} has no service ${JSON.stringify(service)}`, {
    category: 'usage',
    hint: suggest(service, services),
  });

/** The cluster has nothing that a config could speak of. */
export const nothingToDeploy = (cluster: string, reasons: readonly string[]): DeployError =>
  new DeployError('INIT_NOTHING_FOUND', [`cluster ${cluster} has no service to deploy to`, ...reasons].join('\n'), {
    category: 'usage',
    hint: 'name another cluster with --cluster',
  });
