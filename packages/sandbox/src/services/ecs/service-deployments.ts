import { serviceDeploymentNotFound } from './faults.ts';
import type { EcsState, Service, ServiceDeployment } from './state.ts';

export interface FoundServiceDeployment {
  readonly service: Service;
  readonly deployment: ServiceDeployment;
}

/** The service deployment an ARN names, once it can be seen. */
export function findServiceDeployment(state: EcsState, arn: string): FoundServiceDeployment | undefined {
  for (const service of state.services.values()) {
    const deployment = service.serviceDeployments.find((each) => each.arn === arn && each.visibleAt <= state.now);
    if (deployment) return { service, deployment };
  }
  return undefined;
}

/** Like `findServiceDeployment`; throws ServiceDeploymentNotFoundException when there is none. */
export function serviceDeploymentOf(state: EcsState, arn: string): FoundServiceDeployment {
  const found = findServiceDeployment(state, arn);
  if (!found) throw serviceDeploymentNotFound();
  return found;
}
