import type { TargetId } from './environment.ts';
import type { StandingRequest } from './operation.ts';

/** What a plugin is asked about what happened to targets. JSON. */
export interface EventsRequest<Options = unknown> extends StandingRequest<Options> {
  /** Events of each target that are wanted, the newest ones. */
  readonly limit: number;
}

/** One thing that happened to a target, in the words of what runs it. JSON. */
export interface ServiceEvent {
  readonly id: string;
  /** ISO 8601, UTC; null when nothing says it. */
  readonly at: string | null;
  readonly message: string;
  /** What tells it: the events of the service, or the action logs of ECS. */
  readonly source: 'events' | 'action-logs';
}

/** What happened to one target. JSON. */
export interface TargetEvents {
  readonly id: TargetId;
  readonly service: string;
  /** Where it runs, as people know it: `shop-production/api`. */
  readonly place: string;
  /** What could not be read, and why; null when all could. */
  readonly note: string | null;
  /** The newest last. */
  readonly events: readonly ServiceEvent[];
}
