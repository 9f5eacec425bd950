import type { WireObject } from '../../../model/service.ts';

/** What a service of Express Mode has beside what every service has. */
export interface Express {
  readonly infrastructureRoleArn: string;
  readonly endpoint: string;
  /** What the next deployment gets. */
  current: ExpressConfiguration;
  /** What each deployment got, by the number of its service revision. */
  readonly byRevision: Map<string, ExpressConfiguration>;
  updatedAt: number;
}

export interface ExpressConfiguration {
  readonly healthCheckPath: string;
  readonly scalingTarget: WireObject;
}

/** The container that Express Mode runs behind its load balancer. */
export const mainContainer = 'Main';

/** A deployment: 5 % for three minutes, then all, then three minutes more; an alarm rolls back. */
export function expressDeployment(serviceName: string): WireObject {
  return {
    strategy: 'CANARY',
    canaryConfiguration: { canaryPercent: 5, canaryBakeTimeInMinutes: 3 },
    bakeTimeInMinutes: 3,
    maximumPercent: 200,
    minimumHealthyPercent: 100,
    deploymentCircuitBreaker: { enable: true, rollback: true },
    alarms: { alarmNames: [`${serviceName}-faults`], enable: true, rollback: true },
  };
}
