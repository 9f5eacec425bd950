import { revisionName } from '../model/revision-name.ts';
import { standingState } from '../rollout/standing-state.ts';
import type { Standing } from './read-standing.ts';

/**
 * What the last deployment of a service came to, for somebody who has no journal of the run that started it; null where ECS
 * shows none.
 */
export function lastDeploymentNote(standing: Standing): string | null {
  const { service, serviceDeployment } = standing;
  if (service === null || serviceDeployment === null) return null;
  const { deploymentId, finishedAt } = serviceDeployment;
  const { note } = standingState(standing);
  const primary = service.deployments.find(({ status }) => status === 'PRIMARY');
  const at = finishedAt === null ? '' : `, ${new Date(finishedAt).toISOString()}`;
  const serves = primary === undefined ? '' : `; ${revisionName(primary.taskDefinition)} is serving`;
  return `its last deployment ${(note ?? `${deploymentId} succeeded`).replace(/\.$/, '')}${at}${serves}`;
}
