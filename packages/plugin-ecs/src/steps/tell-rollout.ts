import type { StepContext } from '@funade/core';
import { formatDuration } from '../rules/duration.ts';
import { newEvents, type ServiceEvent } from '../rules/new-events.ts';
import { rolloutProgress } from '../rules/rollout-progress.ts';
import type { RolloutVerdict, ServiceView } from '../rules/rollout-views.ts';

/** What there is to tell after a look. */
export interface RolloutNews {
  readonly verdict: RolloutVerdict;
  readonly service: ServiceView | null;
  readonly events: readonly ServiceEvent[];
  /** When the watched deployment was created. */
  readonly since: number | null;
  /** Seconds until the wait ends. */
  readonly secondsLeft: number;
}

/** Milliseconds after which a rollout is told although nothing has changed. */
const silence = 55_000;

/**
 * Tells how a rollout goes on: each new event of the service once, then stage and counts when they changed, and once a
 * minute all the same. Returns the new events.
 */
export function createRolloutTeller(context: StepContext): (news: RolloutNews) => readonly ServiceEvent[] {
  const told = new Set<string>();
  let last = '';
  let lastAt = Number.NEGATIVE_INFINITY;
  return ({ verdict, service, events, since, secondsLeft }) => {
    const fresh = newEvents(events, { since, told });
    for (const { id, message } of fresh) {
      told.add(id);
      context.progress(message, { event: id });
      last = '';
    }
    const text = rolloutProgress(verdict, service);
    const now = context.clock.now();
    if (text === last && now - lastAt < silence) return fresh;
    last = text;
    lastAt = now;
    const stage = verdict.state === 'rolling-out' ? verdict.stage : null;
    const left = verdict.final ? '' : `; ${formatDuration(secondsLeft)} left`;
    context.progress(`${text}${left}`, {
      state: verdict.state,
      stage,
      secondsLeft: Math.round(secondsLeft),
      desired: service?.desired ?? null,
      deployments: (service?.deployments ?? []).map(({ id, status, desired, pending, running, failed }) => ({
        id,
        status,
        desired,
        pending,
        running,
        failed,
      })),
    });
    return fresh;
  };
}
