import { numberIn, objectIn, textIn, textsIn } from '../../../model/input.ts';
import type { Operation, WireObject } from '../../../model/service.ts';
import { invalidParameter } from '../faults.ts';
import { clusterOf, serviceOf } from '../find.ts';
import { pageOf } from '../pages.ts';
import type { EcsState, ServiceDeployment } from '../state.ts';
import { serviceDeploymentBrief } from '../views/service-deployment-view.ts';

/** Seconds that ECS tells of a service deployment. */
const remembered = 90 * 24 * 3600;

export const listServiceDeployments: Operation<EcsState> = (state, { input }) => {
  const cluster = clusterOf(state, input);
  const service = serviceOf(state, cluster, textIn(input, 'service') ?? '');
  const statuses = textsIn(input, 'status') ?? [];
  const created = objectIn(input, 'createdAt') ?? {};
  const oldest = state.now / 1000 - remembered;
  if ((numberIn(created, 'after') ?? oldest) < oldest) {
    throw invalidParameter('createdAt.after must be within the last 90 days.');
  }
  const matching = service.serviceDeployments.filter(
    (deployment) =>
      deployment.visibleAt <= state.now &&
      (statuses.length === 0 || statuses.includes(deployment.status)) &&
      isCreatedBetween(deployment, { after: oldest, ...created }),
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
