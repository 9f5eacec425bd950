import { textsIn } from '../../../model/input.ts';
import type { Operation, WireObject } from '../../../model/service.ts';
import { invalidParameter } from '../faults.ts';
import { clusterOf, findService, nameIn } from '../find.ts';
import { arnOf } from '../identifiers.ts';
import type { EcsState } from '../state.ts';
import { describedService } from '../views/service-view.ts';

export const describeServices: Operation<EcsState> = (state, { input }) => {
  const cluster = clusterOf(state, input);
  const wanted = textsIn(input, 'services') ?? [];
  if (wanted.length === 0) throw invalidParameter('Services cannot be empty.');
  if (wanted.length > 10) throw invalidParameter('Services cannot be more than 10.');
  const tags = (textsIn(input, 'include') ?? []).includes('TAGS');
  const services: WireObject[] = [];
  const failures: WireObject[] = [];
  for (const reference of wanted) {
    const service = findService(state, cluster, reference);
    if (service) services.push(describedService(state, service, { tags }));
    else {
      const arn = reference.startsWith('arn:')
        ? reference
        : arnOf(state, `service/${cluster.name}/${nameIn(reference)}`);
      failures.push({ arn, reason: 'MISSING' });
    }
  }
  return { services, failures };
};
