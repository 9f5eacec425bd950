import { ongoing } from './rollout/service-deployments.ts';
import { wake } from './rollout/wake.ts';
import type { EcsState, Service } from './state.ts';

/** The ACTIVE service `cluster/service`; null when there is none. */
export function findServiceByName(state: EcsState, place: string): Service | null {
  const service = state.services.get(place);
  return service?.status === 'ACTIVE' ? service : null;
}

/** Changes the desired count as autoscaling does. */
export function scaleService(state: EcsState, service: Service, desiredCount: number): void {
  service.desiredCount = desiredCount;
  wake(state, service);
}

/** Whether a deployment of the service is in progress: scaling in waits for its end. */
export function isDeploying(service: Service): boolean {
  return ongoing(service) !== undefined;
}
