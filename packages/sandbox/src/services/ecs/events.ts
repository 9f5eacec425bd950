import { nextUuid } from './identifiers.ts';
import type { EcsState, Service } from './state.ts';

const kept = 100;
const suppressedFor = 6 * 3600 * 1000;

/** Writes a service event, `(service NAME) …`. The newest 100 are kept. */
export function addEvent(state: EcsState, service: Service, text: string): void {
  write(state, service, `(service ${service.name}) ${text}`);
}

/** Writes an event of the tasks of one deployment, `(service NAME, taskSet ecs-svc/N) …`. */
export function addTaskSetEvent(state: EcsState, service: Service, { id, text }: { id: string; text: string }): void {
  write(state, service, `(service ${service.name}, taskSet ${id}) ${text}`);
}

/** Writes an event unless the same one was written in the last six hours and its cause has not been resolved since. */
export function addEventOnce(state: EcsState, service: Service, text: string): void {
  const last = service.said.get(text);
  if (last !== undefined && state.now - last < suppressedFor) return;
  service.said.set(text, state.now);
  addEvent(state, service, text);
}

/** Causes count as resolved when a task runs for good or a new deployment starts. */
export function resolveCauses(service: Service): void {
  service.said.clear();
}

function write(state: EcsState, service: Service, message: string): void {
  service.events.unshift({ id: nextUuid(state), at: state.now, message });
  service.events.length = Math.min(service.events.length, kept);
}
