import { pausedHook } from '../model/service-deployment.ts';
import type { StartedDeployment } from '../model/started-deployment.ts';
import { type StandingSeen, standingState } from './standing-state.ts';

/** A deployment that goes on, as a wait takes it up again. */
export interface DeploymentInProgress {
  readonly started: StartedDeployment;
  /** ARN of the service deployment; null where it cannot be seen. */
  readonly serviceDeployment: string | null;
  /** Id of the hook that is waiting for approval; null when none does. */
  readonly hook: string | null;
  /** ECS rolls back already. */
  readonly rollingBack: boolean;
}

/** The deployment of a service that goes on, whoever started it; null when nothing does. */
export function deploymentInProgress(seen: StandingSeen): DeploymentInProgress | null {
  const { state, deploymentId } = standingState(seen);
  const { service, serviceDeployment } = seen;
  if (service === null || deploymentId === null) return null;
  if (state !== 'rolling-out' && state !== 'rolling-back' && state !== 'paused') return null;
  const ours = service.deployments.find(({ id }) => id === deploymentId);
  const createdAt = ours?.createdAt ?? null;
  const older = service.deployments
    .filter(({ id, createdAt: at }) => id !== deploymentId && (createdAt === null || (at ?? 0) <= createdAt))
    .toSorted((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0));
  const isOurs = serviceDeployment?.deploymentId === deploymentId;
  return {
    started: {
      deploymentId,
      taskDefinition: ours?.taskDefinition ?? '',
      knownDeploymentIds: older.map(({ id }) => id),
      createdAt,
      // One that was superseded before it was done has never served.
      previousTaskDefinition:
        older.find(({ rolloutState }) => rolloutState === 'COMPLETED' || rolloutState === null)?.taskDefinition ?? null,
    },
    serviceDeployment: isOurs ? (serviceDeployment?.arn ?? null) : null,
    hook: isOurs && serviceDeployment !== null ? (pausedHook(serviceDeployment)?.id ?? null) : null,
    rollingBack: state === 'rolling-back',
  };
}

/** The last deployment of a service, whoever started it, where it was rolled back, stopped or failed; else null. */
export function badlyEnded(seen: StandingSeen): StartedDeployment | null {
  const { state, deploymentId } = standingState(seen);
  if (seen.service === null || deploymentId === null || (state !== 'steady' && state !== 'failed')) return null;
  const { deployments } = seen.service;
  const ours = deployments.find(({ id }) => id === deploymentId);
  return {
    deploymentId,
    taskDefinition: ours?.taskDefinition ?? '',
    // It is the newest, so that whatever is there beside it was there before.
    knownDeploymentIds: deployments.map(({ id }) => id).filter((id) => id !== deploymentId),
    createdAt: ours?.createdAt ?? null,
    previousTaskDefinition: null,
  };
}
