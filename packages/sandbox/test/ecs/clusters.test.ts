import { expect, test } from 'vitest';
import { startRegion } from './region.ts';

test('1.1 a cluster is ACTIVE, `default` unless named, and the same when made again', () => {
  const region = startRegion({});
  expect(region.call('CreateCluster').cluster).toMatchObject({ clusterName: 'default', status: 'ACTIVE' });
  const made = region.call('CreateCluster', { clusterName: 'shop' }).cluster;
  expect(made.clusterArn).toBe('arn:aws:ecs:ap-northeast-1:111111111111:cluster/shop');
  expect(region.call('CreateCluster', { clusterName: 'shop' }).cluster.clusterArn).toBe(made.clusterArn);
});

test('1.2 no cluster means `default`, an ARN names one, an unknown one is ClusterNotFoundException', () => {
  const region = startRegion();
  const unknown = { code: 'ClusterNotFoundException', message: 'Cluster not found.' };
  expect(() => region.call('ListServices')).toThrow(expect.objectContaining(unknown));
  const cluster = 'arn:aws:ecs:ap-northeast-1:111111111111:cluster/shop';
  expect(region.call('ListServices', { cluster }).serviceArns).toHaveLength(1);
  expect(() => region.call('ListServices', { cluster: cluster.replace('1111', '9999') })).toThrow(
    expect.objectContaining(unknown),
  );
});

test('1.3 DescribeClusters counts, includes on demand and reports unknown ones', () => {
  const region = startRegion({
    taskDefinitions: [{ family: 'api', containerDefinitions: [{ name: 'app', image: 'app:1', memory: 128 }] }],
    clusters: { shop: { services: { api: { taskDefinition: 'api' } }, tags: [{ key: 'team', value: 'a' }] } },
  });
  const plain = region.call('DescribeClusters', { clusters: ['shop', 'nope'] });
  expect(plain.clusters).toMatchObject([{ activeServicesCount: 1, runningTasksCount: 1, tags: [], settings: [] }]);
  expect(plain.failures).toEqual([{ arn: 'arn:aws:ecs:ap-northeast-1:111111111111:cluster/nope', reason: 'MISSING' }]);
  const full = region.call('DescribeClusters', { clusters: ['shop'], include: ['TAGS', 'SETTINGS'] });
  expect(full.clusters[0]).toMatchObject({ tags: [{ key: 'team', value: 'a' }], settings: [{ value: 'disabled' }] });
});

test('1.4 ListClusters pages', () => {
  const region = startRegion({ clusters: { a: {}, b: {}, c: {} } });
  const first = region.call('ListClusters', { maxResults: 2 });
  expect(first.clusterArns).toHaveLength(2);
  const second = region.call('ListClusters', { maxResults: 2, nextToken: first.nextToken });
  expect(second).toEqual({ clusterArns: ['arn:aws:ecs:ap-northeast-1:111111111111:cluster/c'] });
});

test('1.5 a cluster that is used is not deleted, an empty one turns INACTIVE', () => {
  const region = startRegion();
  expect(() => region.call('DeleteCluster', { cluster: 'shop' })).toThrow(
    expect.objectContaining({ code: 'ClusterContainsServicesException' }),
  );
  region.call('DeleteService', { cluster: 'shop', service: 'api', force: true });
  region.pass(60);
  expect(region.call('DeleteCluster', { cluster: 'shop' }).cluster.status).toBe('INACTIVE');
});
