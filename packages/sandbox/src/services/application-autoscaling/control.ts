import { type ScalableTargetInput, type ScalableTargetSeed, scalableTargetSchema } from './seed.ts';
import type { AutoscalingState } from './state.ts';

/** What a test may do to Application Auto Scaling. Services are named `cluster/service`. It scales nothing: `ecs.scale` does. */
export interface AutoscalingControl {
  /** Registers a service as scalable between two counts, or changes them. */
  put(service: `${string}/${string}`, target: ScalableTargetInput): void;
  remove(service: `${string}/${string}`): void;
}

/** Makes the control of one state. */
export function createAutoscalingControl(state: AutoscalingState, now: () => number): AutoscalingControl {
  return {
    put: (service, written) => putTarget(state, service, { seed: scalableTargetSchema.parse(written), now: now() }),
    remove: (service) => void state.targets.delete(`service/${service}`),
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
