import type { StepContext } from '@funade/core';
import { newEvents, type ServiceEvent } from '../rules/new-events.ts';
import { rolloutProgress } from '../rules/rollout-progress.ts';
import type { RolloutVerdict, ServiceView } from '../rules/rollout-verdict.ts';

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

/** Tells how a rollout goes on: each new event of the service once, then the counts when they changed. */
export function createRolloutTeller(context: StepContext): (news: RolloutNews) => void {
  const told = new Set<string>();
  let last = '';
  return ({ verdict, service, events, since, secondsLeft }) => {
    for (const { id, message } of newEvents(events, { since, told })) {
      told.add(id);
      context.progress(message, { event: id });
      last = '';
    }
    const text = rolloutProgress(verdict, service);
    if (text === last) return;
    last = text;
    context.progress(text, { state: verdict.state, secondsLeft, desired: service?.desired ?? null });
  };
}
