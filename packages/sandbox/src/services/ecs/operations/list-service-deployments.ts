import type { Operation, WireObject } from '../../../service.ts';
import { numberIn, objectIn, textIn, textsIn } from '../../input.ts';
import { clusterOf, serviceOf } from '../find.ts';
import { pageOf } from '../pages.ts';
import type { EcsState, ServiceDeployment } from '../state.ts';
import { serviceDeploymentBrief } from '../views/service-deployment-view.ts';

export const listServiceDeployments: Operation<EcsState> = (state, { input }) => {
  const cluster = clusterOf(state, input);
  const service = serviceOf(state, cluster, textIn(input, 'service') ?? '');
  const statuses = textsIn(input, 'status') ?? [];
  const created = objectIn(input, 'createdAt') ?? {};
  const matching = service.serviceDeployments.filter(
    (deployment) =>
      deployment.visibleAt <= state.now &&
      (statuses.length === 0 || statuses.includes(deployment.status)) &&
      isCreatedBetween(deployment, created),
  );
  const { items, nextToken } = pageOf(matching, input, 20);
  return {
    serviceDeployments: items.map((deployment) => serviceDeploymentBrief(service, deployment, state)),
    nextToken,
  };
};

function isCreatedBetween({ createdAt }: ServiceDeployment, range: WireObject): boolean {
  const after = numberIn(range, 'after');
  const before = numberIn(range, 'before');
  const at = createdAt / 1000;
  return (after === undefined || at >= after) && (before === undefined || at <= before);
}
