import type { Operation } from '../../../model/service.ts';
import { pageOf } from '../pages.ts';
import type { EcsState } from '../state.ts';

export const listClusters: Operation<EcsState> = (state, { input }) => {
  const active = [...state.clusters.values()].filter(({ status }) => status === 'ACTIVE');
  const { items, nextToken } = pageOf(active, input, 100);
  return { clusterArns: items.map(({ arn }) => arn), nextToken };
};
