import type { DeployError } from '@funade/core';
import type { ServiceRef } from '../model/errors.ts';
import { revisionName } from '../model/revision-name.ts';
import { superseded } from '../model/rollout-errors.ts';
import type { DeploymentView } from '../model/rollout-views.ts';

/** What becomes of a deployment whose place a newer one has taken. */
export function supersededBy(
  place: ServiceRef,
  { deploymentId, by }: { readonly deploymentId: string; readonly by: DeploymentView },
): DeployError {
  const { id, taskDefinition, createdAt: at } = by;
  return superseded(place, { deploymentId, by: id, taskDefinition: revisionName(taskDefinition), at });
}
