import type { DeployError } from '@funade/core';
import {
  rollbackFailed,
  rolledBack,
  rolloutFailed,
  rolloutTimedOut,
  type ServicePlace,
  serviceDeleted,
  superseded,
} from '../errors.ts';
import { revisionName } from './changes.ts';
import { formatDuration } from './duration.ts';
import { rolloutProgress } from './rollout-progress.ts';
import type { RolloutVerdict, ServiceView } from './rollout-verdict.ts';

type Bad = Exclude<Extract<RolloutVerdict, { final: true }>, { state: 'succeeded' }>;

/** What a rollout that did not succeed is to the person who waits. */
export interface BadRollout {
  readonly verdict: Bad;
  readonly deploymentId: string;
  readonly service: ServiceView | null;
  readonly budgetSeconds: number;
}

/** The error of a rollout that did not succeed, with the outcome that decides the exit code. */
export function rolloutError(
  place: ServicePlace,
  { verdict, deploymentId, service, budgetSeconds }: BadRollout,
): DeployError {
  const ours = service?.deployments.find(({ id }) => id === deploymentId);
  switch (verdict.state) {
    case 'failed':
      return rolloutFailed(place, { deploymentId, reason: verdict.ours.reason });
    case 'rolled-back':
    case 'rollback-failed': {
      const { id: to, taskDefinition, reason } = verdict.to;
      const step = { deploymentId, to, taskDefinition: revisionName(taskDefinition), reason: ours?.reason ?? reason };
      return verdict.state === 'rolled-back' ? rolledBack(place, step) : rollbackFailed(place, step);
    }
    case 'superseded': {
      const { id: by, taskDefinition, createdAt: at } = verdict.by;
      return superseded(place, { deploymentId, by, taskDefinition: revisionName(taskDefinition), at });
    }
    case 'deleted':
      return serviceDeleted(place);
    case 'timed-out':
      return rolloutTimedOut(place, {
        deploymentId,
        budget: formatDuration(budgetSeconds),
        pending: rolloutProgress(verdict, service),
      });
  }
}
