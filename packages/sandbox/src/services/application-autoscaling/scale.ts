import { createHash } from 'node:crypto';
import { findServiceByName, scaleService } from '../ecs/index.ts';
import type { AutoscalingState, ScalableTarget } from './state.ts';

export const dimension = 'ecs:service:DesiredCount';

interface Move {
  readonly to: number;
  /** Why, as an activity tells it. */
  readonly cause: string;
}

/** Sets the desired count of a target's service and notes it; does nothing where it is that already, or there is no service. */
export function moveTo(state: AutoscalingState, { resourceId }: ScalableTarget, { to, cause }: Move): void {
  const service = findServiceByName(state.ecs, resourceId.replace(/^service\//, ''));
  if (service === null || service.desiredCount === to) return;
  scaleService(state.ecs, service, to);
  const at = state.ecs.now / 1000;
  state.activities.unshift({
    ActivityId: activityId(`${resourceId}/${state.activities.length}`),
    ServiceNamespace: 'ecs',
    ResourceId: resourceId,
    ScalableDimension: dimension,
    Description: `Setting desired count to ${to}.`,
    Cause: cause,
    StartTime: at,
    EndTime: at,
    StatusCode: 'Successful',
    StatusMessage: `Successfully set desired count to ${to}. Change successfully fulfilled by ecs.`,
  });
}

/** The nearest count that a target allows. */
export function within({ min, max }: Pick<ScalableTarget, 'min' | 'max'>, count: number): number {
  return Math.max(min, Math.min(max, count));
}

function activityId(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
