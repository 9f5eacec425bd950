import { findServiceByName, isDeploying } from '../ecs/index.ts';
import { registerExpress } from './register-express.ts';
import { moveTo, within } from './scale.ts';
import { type ScalableTargetInput, type ScalableTargetSeed, scalableTargetSchema } from './seed.ts';
import type { AutoscalingState } from './state.ts';

type ServicePlace = `${string}/${string}`;

/** What a test may do to Application Auto Scaling. Services are named `cluster/service`. */
export interface AutoscalingControl {
  /** Registers a service as scalable between two counts, or changes them. Scales nothing. */
  put(service: ServicePlace, target: ScalableTargetInput): void;
  remove(service: ServicePlace): void;
  /**
   * What the policies of a service ask for now: it is scaled to that within its bounds, unless scaling in that direction is
   * suspended, or it is in and a deployment is in progress.
   */
  demand(service: ServicePlace, desiredCount: number): void;
}

/** Makes the control of one state. `current` returns it, with the ECS beside it brought to the present time. */
export function createAutoscalingControl(current: () => AutoscalingState, now: () => number): AutoscalingControl {
  return {
    put: (service, written) => putTarget(current(), service, { seed: scalableTargetSchema.parse(written), now: now() }),
    remove: (service) => void current().targets.delete(`service/${service}`),
    demand: (name, desiredCount) => {
      const state = current();
      registerExpress(state);
      const target = state.targets.get(`service/${name}`);
      const service = findServiceByName(state.ecs, name);
      if (target === undefined || service === null) return;
      const to = within(target, desiredCount);
      const isIn = to < service.desiredCount;
      const isHeld = isIn ? target.suspended.in || isDeploying(service) : target.suspended.out;
      if (!isHeld) moveTo(state, target, { to, cause: 'monitor alarm of a scaling policy in state ALARM' });
    },
  };
}

interface Putting {
  readonly seed: ScalableTargetSeed;
  readonly now: number;
}

/** Puts a scalable target, as a seed or a test writes it. */
export function putTarget({ targets }: AutoscalingState, service: string, { seed, now }: Putting): void {
  const resourceId = `service/${service}`;
  targets.set(resourceId, { ...seed, resourceId, createdAt: targets.get(resourceId)?.createdAt ?? now });
}
