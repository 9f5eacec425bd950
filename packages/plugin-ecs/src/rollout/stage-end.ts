import type { ServiceDeploymentView } from '../model/service-deployment.ts';

const minute = 60_000;

/**
 * When the bake time of a deployment ends, or the next share of its traffic is due: counted from when ECS last changed the
 * deployment, which the API reference does not tie to stages. So an end that has passed is none. Milliseconds since the epoch;
 * null: nobody knows.
 */
export function stageEnd({ stage, shift }: Pick<ServiceDeploymentView, 'stage' | 'shift'>, now: number): number | null {
  if (shift === null || shift.updatedAt === null) return null;
  const { production, bakeMinutes, stepMinutes, updatedAt } = shift;
  const isBetweenShares = stage === 'PRODUCTION_TRAFFIC_SHIFT' && production !== null && production % 100 !== 0;
  const minutes = stage === 'BAKE_TIME' ? bakeMinutes : isBetweenShares ? stepMinutes : 0;
  const end = updatedAt + minutes * minute;
  return minutes > 0 && end > now ? end : null;
}

/** What the new revision has of the traffic: `traffic 10% new`; nothing while it has none. */
export function trafficText(shift: ServiceDeploymentView['shift']): string {
  const { production, test } = shift ?? { production: null, test: null };
  if (production !== null && production > 0) return `traffic ${production}% new`;
  return test !== null && test > 0 ? `test traffic ${test}% new` : '';
}
