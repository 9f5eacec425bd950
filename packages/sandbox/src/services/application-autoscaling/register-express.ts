import { expressScaling } from '../ecs/index.ts';
import { moveTo, within } from './scale.ts';
import type { AutoscalingState } from './state.ts';

const unsuspended = { in: false, out: false, scheduled: false };

/** Registers services of Express Mode between the counts of their scaling targets, as ECS does: when one is made or changed. */
export function registerExpress(state: AutoscalingState): void {
  const there = new Map(expressScaling(state.ecs).map((each) => [`service/${each.place}`, each]));
  for (const resourceId of state.express.keys()) {
    if (there.has(resourceId)) continue;
    state.express.delete(resourceId);
    state.targets.delete(resourceId);
  }
  for (const [resourceId, { service, min, max }] of there) {
    const written = `${min}..${max}`;
    if (state.express.get(resourceId) === written) continue;
    state.express.set(resourceId, written);
    const { suspended = unsuspended, createdAt = state.ecs.now } = state.targets.get(resourceId) ?? {};
    const target = { resourceId, min, max, suspended, createdAt };
    state.targets.set(resourceId, target);
    const cause = 'the capacity was outside of the minimum and maximum of the scalable target';
    moveTo(state, target, { to: within(target, service.desiredCount), cause });
  }
}
