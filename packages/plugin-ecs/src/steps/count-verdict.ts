import type { ServiceView } from '../model/rollout-views.ts';

/** How many tasks a service is to run: exactly so many, or whatever lies between two numbers. */
export interface CountWanted {
  readonly min: number;
  readonly max: number;
}

/** How far a service is. */
export type CountVerdict = 'reached' | 'waiting' | 'elsewhere' | 'gone';

/**
 * Whether a service runs as many tasks as it is to run. `elsewhere`: it is to run a number of tasks that is not wanted. Without
 * deployments, under another controller, the service's own counts decide.
 */
export function countVerdict(service: ServiceView | null, { min, max }: CountWanted): CountVerdict {
  if (service === null || service.status !== 'ACTIVE') return 'gone';
  const { desired, running, deployments } = service;
  if (desired < min || desired > max) return 'elsewhere';
  const pending = deployments.reduce((sum, deployment) => sum + deployment.pending, 0);
  return running === desired && pending === 0 && deployments.length <= 1 ? 'reached' : 'waiting';
}
