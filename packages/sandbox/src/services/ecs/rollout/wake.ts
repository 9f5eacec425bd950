import type { EcsState, Service } from '../state.ts';

/** Has the scheduler look at a service at a time, or its usual delay from now; an earlier appointment stands. */
export function wake(state: EcsState, service: Service, at = state.now + state.timings.scheduler * 1000): void {
  if (service.status === 'INACTIVE') return;
  service.wakeAt = service.wakeAt === null ? at : Math.min(service.wakeAt, at);
}
