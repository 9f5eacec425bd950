import { booleanIn, textIn } from '../../../model/input.ts';
import type { Operation } from '../../../model/service.ts';
import { invalidParameter, serviceNotActive } from '../faults.ts';
import { clusterOf, serviceOf } from '../find.ts';
import { wake } from '../rollout/wake.ts';
import type { EcsState, Service } from '../state.ts';
import { serviceView } from '../views/service-view.ts';

export const deleteService: Operation<EcsState> = (state, { input }) => {
  const cluster = clusterOf(state, input);
  const service = serviceOf(state, cluster, textIn(input, 'service') ?? '');
  if (service.status !== 'ACTIVE') throw serviceNotActive();
  if (service.desiredCount > 0 && service.schedulingStrategy === 'REPLICA' && booleanIn(input, 'force') !== true) {
    throw invalidParameter('The service cannot be stopped while it is scaled above 0.');
  }
  removeService(state, service);
  return { service: serviceView(state, service) };
};

/** Drains a service; its service deployments and revisions are gone at once. */
export function removeService(state: EcsState, service: Service): void {
  service.status = 'DRAINING';
  service.desiredCount = 0;
  service.serviceDeployments.length = 0;
  for (const deployment of service.deployments) deployment.desiredCount = 0;
  wake(state, service);
}
