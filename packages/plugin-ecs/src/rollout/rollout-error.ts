import type { DeployError } from '@funade/core';
import { formatDuration } from '../model/duration.ts';
import type { ServiceRef } from '../model/errors.ts';
import { revisionName } from '../model/revision-name.ts';
import type { Rollback } from '../model/rollback.ts';
import {
  rollbackFailed,
  rolledBack,
  rolloutFailed,
  rolloutPaused,
  rolloutStopped,
  rolloutTimedOut,
  serviceDeleted,
  superseded,
  tasksKeepFailing,
  type Why,
} from '../model/rollout-errors.ts';
import type { RolloutVerdict, ServiceView } from '../model/rollout-views.ts';
import type { ServiceDeploymentView } from '../model/service-deployment.ts';
import { stopHint } from '../stopped-task/stop-hint.ts';
import { causeText, plainReport, type StopReport, stopEvidence } from '../stopped-task/stop-report.ts';
import { rolloutProgress } from './rollout-progress.ts';
import { rolloutStand, type SeenRollout } from './rollout-stand.ts';

type Bad =
  | Exclude<Extract<RolloutVerdict, { final: true }>, { state: 'succeeded' }>
  /** So many tasks stopped for the same reason that it counts as failed. */
  | { readonly state: 'failing-fast'; readonly settledSeconds: number | null };

/** What a rollout that did not succeed is to the person who waits. */
export interface BadRollout {
  readonly verdict: Bad;
  readonly deploymentId: string;
  /** ARN of the revision that was to run; null where only the service can tell. */
  readonly taskDefinition: string | null;
  readonly service: ServiceView | null;
  readonly serviceDeployment: ServiceDeploymentView | null;
  readonly budgetSeconds: number;
  /** What this run rolls back by it; null where it rolls nothing back. */
  readonly rollback: Rollback | null;
  /** Why its tasks died, where they did. */
  readonly report: StopReport | null;
  /** What becomes of a failed deployment; null: ECS has dealt with it. */
  readonly left: string | null;
  /** Name of the environment. */
  readonly environment: string;
  /** Name of the service in the config. */
  readonly target: string;
}

/** The error of a rollout that did not succeed, with the outcome that decides the exit code. */
export function rolloutError(place: ServiceRef, bad: BadRollout): DeployError {
  const { verdict, deploymentId, environment, target } = bad;
  switch (verdict.state) {
    case 'failed':
      return rolloutFailed(place, { deploymentId, environment, target, left: bad.left, why: whyOf(bad) });
    case 'failing-fast':
      return tasksKeepFailing(place, {
        deploymentId,
        environment,
        target,
        count: bad.report?.count ?? 0,
        settled: verdict.settledSeconds === null ? null : formatDuration(Math.ceil(verdict.settledSeconds)),
        left: bad.left,
        why: whyOf(bad),
      });
    case 'rolled-back':
    case 'rollback-failed': {
      const { to, by } = verdict;
      const named = to === null ? null : { id: to.id, taskDefinition: revisionName(to.taskDefinition) };
      const step = { deploymentId, environment, target, to: named, by, why: whyOf(bad) };
      return verdict.state === 'rolled-back' ? rolledBack(place, step) : rollbackFailed(place, step);
    }
    case 'superseded': {
      const { id: by, taskDefinition, createdAt: at } = verdict.by;
      const stand = rolloutStand(bad);
      return superseded(place, { deploymentId, by, taskDefinition: revisionName(taskDefinition), at, stand });
    }
    case 'stopped':
      return rolloutStopped(place, { deploymentId, environment, target, stand: rolloutStand(bad) });
    case 'paused': {
      const { hook, stage } = verdict;
      const { id, expiresAt, onExpiry } = hook;
      const pause = { deploymentId, hook: id, stage, expiresAt, onExpiry, stand: rolloutStand(bad) };
      return rolloutPaused(place, { ...pause, environment, target });
    }
    case 'deleted':
      return serviceDeleted(place);
    case 'timed-out':
      return rolloutTimedOut(place, {
        deploymentId,
        budget: formatDuration(bad.budgetSeconds),
        pending: rolloutProgress(verdict.pending, bad.service, {
          rollback: bad.rollback,
          shift: bad.serviceDeployment?.shift ?? null,
        }),
        environment,
        why: whyOf(bad),
      });
  }
}

/** Why it ended badly: what the tasks died of, else what ECS says of the deployment. */
export function whyOf(bad: SeenRollout & Pick<BadRollout, 'report'>): Why {
  const { report, service, serviceDeployment, deploymentId } = bad;
  const stand = rolloutStand(bad);
  if (report !== null) {
    const { cause } = report;
    return {
      cause: causeText(cause),
      evidence: stopEvidence(report),
      hint: stopHint(cause),
      details: { stopped: plainReport(report) },
      stand,
    };
  }
  const ours = service?.deployments.find(({ id }) => id === deploymentId);
  return { cause: serviceDeployment?.reason ?? ours?.reason ?? null, evidence: [], hint: null, details: null, stand };
}
