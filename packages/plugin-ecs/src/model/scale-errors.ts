import { DeployError, type TargetId } from '@funade/core';
import { errorFacts as facts } from './error-facts.ts';
import type { ServiceRef } from './errors.ts';
import { type Scaling, scalingText } from './scaling.ts';

/** What is scaled, as it is typed. */
export interface ScalePlace {
  readonly target: TargetId;
  readonly service: string;
  readonly environment: string;
}

const typed = ({ environment, service }: ScalePlace, what: string): string =>
  `funade scale ${environment} ${service}=${what}`;

/** Something else sets the desired count. */
export function serviceAutoscaled(place: ScalePlace, scaling: Scaling, count: number): DeployError {
  const { min, max } = scaling;
  const wider = `${Math.min(min, count)}..${Math.max(max, count)}`;
  return new DeployError(
    'SERVICE_AUTOSCALED',
    `${place.target} is scaled by Application Auto Scaling (${scalingText(scaling)}), which would change the count again`,
    {
      category: 'refused',
      details: { target: place.target, min, max, count },
      hint: `change its limits: ${typed(place, `${count}..${Math.max(max, count)}`)} runs at least ${count}, ${typed(place, wider)} allows ${count}; or suspend it first: ${typed(place, 'suspend')}`,
    },
  );
}

/** There are no limits to change, and nothing to suspend. */
export function serviceNotAutoscaled(place: ScalePlace, allowed: boolean): DeployError {
  return allowed
    ? new DeployError('SERVICE_NOT_AUTOSCALED', `${place.target} is not scaled by Application Auto Scaling`, {
        category: 'refused',
        hint: `set its count: ${typed(place, '2')}; or write settings: { autoscaling: { min, max } } under ecs, and deploy`,
      })
    : new DeployError(
        'SERVICE_NOT_AUTOSCALED',
        `whether ${place.target} is scaled by Application Auto Scaling is unknown`,
        {
          category: 'refused',
          hint: 'it needs application-autoscaling:DescribeScalableTargets',
        },
      );
}

/** There is no service, or one without a count. */
export function notScalable(place: ScalePlace, why: string): DeployError {
  return new DeployError('SCALE_NOT_POSSIBLE', `${place.target} cannot be scaled: ${why}`, {
    category: 'refused',
    hint: `see: funade status ${place.environment} --service ${place.service}`,
  });
}

/** Somebody changed it between the plan and the call. */
export function scaleMoved(place: ServiceRef, what: { readonly planned: string; readonly found: string }): DeployError {
  return new DeployError(
    'SCALE_MOVED',
    `service ${place.service} was changed since the plan was made: planned from ${what.planned}, found ${what.found}`,
    { category: 'refused', details: facts(place, what), hint: 'make the plan again' },
  );
}

/** Somebody changed the count while it was waited for. */
export function scaleSuperseded(
  place: ServiceRef,
  what: { readonly wanted: number; readonly found: number },
): DeployError {
  return new DeployError(
    'SCALE_SUPERSEDED',
    `service ${place.service} is to run ${what.found} tasks meanwhile, and not ${what.wanted}`,
    { outcome: 'superseded', details: facts(place, what), hint: 'something or somebody else scales it, too' },
  );
}

/** The wait ended before the tasks ran. */
export function countNotReached(place: ServiceRef, { running, desired, waited, events }: Reached): DeployError {
  return new DeployError(
    'COUNT_NOT_REACHED',
    `service ${place.service} runs ${running} of ${desired} tasks after ${waited}`,
    {
      outcome: 'timed-out',
      details: facts(place, { running, desired }),
      evidence: events,
      hint: 'ECS goes on; funade tasks with --stopped says why tasks have stopped',
    },
  );
}

interface Reached {
  readonly running: number;
  readonly desired: number;
  readonly waited: string;
  /** The newest last. */
  readonly events: readonly string[];
}
