import type { StepContext } from '@funade/core';
import type { Rollback } from '../model/rollback.ts';
import type { RolloutVerdict, ServiceView } from '../model/rollout-views.ts';
import type { ServiceDeploymentView } from '../model/service-deployment.ts';
import { newEvents, type ServiceEvent } from '../service/new-events.ts';
import { rolloutProgress } from './rollout-progress.ts';
import { stageEnd } from './stage-end.ts';

/** What there is to tell after a look. */
export interface RolloutNews {
  readonly verdict: RolloutVerdict;
  /** What is rolled back; null where nothing is. */
  readonly rollback: Rollback | null;
  readonly service: ServiceView | null;
  /** Null while it cannot be seen. */
  readonly serviceDeployment: ServiceDeploymentView | null;
  readonly events: readonly ServiceEvent[];
  /** When the watched deployment was created. */
  readonly since: number | null;
  /** Seconds until the wait ends. */
  readonly secondsLeft: number;
}

/**
 * Tells how a rollout goes on: each new event of the service once, and stage and counts when they changed. Whoever shows it
 * knows from `until` how long it is waited for, so nothing is told again as time goes by. Returns the new events.
 */
export function createRolloutTeller(context: StepContext): (news: RolloutNews) => readonly ServiceEvent[] {
  const told = new Set<string>();
  let last = '';
  return ({ verdict, rollback, service, serviceDeployment, events, since, secondsLeft }) => {
    const fresh = newEvents(events, { since, told });
    for (const { id, message } of fresh) {
      told.add(id);
      context.progress(message, { event: id });
    }
    const shift = serviceDeployment?.shift ?? null;
    const text = rolloutProgress(verdict, service, { rollback, shift });
    if (text === last) return fresh;
    last = text;
    const stage = verdict.state === 'rolling-out' ? verdict.stage : null;
    const traffic = shift === null ? null : { production: shift.production, test: shift.test };
    const stageUntil = stage === null || shift === null ? null : stageEnd({ stage, shift }, context.clock.now());
    context.progress(text, {
      state: rollback !== null && verdict.state === 'rolling-out' ? 'rolling-back' : verdict.state,
      why: rollback?.why ?? null,
      stage,
      ...(traffic === null ? {} : { traffic }),
      ...(stageUntil === null ? {} : { stageUntil }),
      secondsLeft: Math.round(secondsLeft),
      until: verdict.final ? null : Math.round(context.clock.now() + secondsLeft * 1000),
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
