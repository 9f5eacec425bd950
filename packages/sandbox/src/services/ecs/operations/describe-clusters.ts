import { textsIn } from '../../../model/input.ts';
import type { Operation, WireObject } from '../../../model/service.ts';
import { invalidParameter } from '../faults.ts';
import { nameIn } from '../find.ts';
import { arnOf } from '../identifiers.ts';
import type { EcsState } from '../state.ts';
import { clusterView } from '../views/cluster-view.ts';

export const describeClusters: Operation<EcsState> = (state, { input }) => {
  const wanted = textsIn(input, 'clusters') ?? ['default'];
  if (wanted.length > 100) throw invalidParameter('Clusters cannot be more than 100.');
  const include = textsIn(input, 'include') ?? [];
  const clusters: WireObject[] = [];
  const failures: WireObject[] = [];
  for (const reference of wanted) {
    const cluster = state.clusters.get(nameIn(reference));
    if (!cluster) {
      failures.push({ arn: arnOf(state, `cluster/${nameIn(reference)}`), reason: 'MISSING' });
      continue;
    }
    clusters.push({
      ...clusterView(state, cluster),
      tags: include.includes('TAGS') ? cluster.tags : [],
      settings: include.includes('SETTINGS') ? cluster.settings : [],
      configuration: include.includes('CONFIGURATIONS') ? cluster.configuration : undefined,
    });
  }
  return { clusters, failures };
};
