import { DeployError } from '@funade/core';
import { errorFacts as facts } from './error-facts.ts';
import { describeServices, type ServiceRef } from './errors.ts';
import type { RolloutStand } from './rollout-stand.ts';

/** Another deployment is in progress, and the config says not to wait for it, or it did not end in time. */
export function deploymentBusy(
  place: ServiceRef,
  other: { readonly deploymentId: string; readonly taskDefinition: string; readonly waited: string | null },
): DeployError {
  const { deploymentId, taskDefinition, waited } = other;
  return new DeployError(
    'DEPLOYMENT_BUSY',
    `deployment ${deploymentId} of ${place.service} (${taskDefinition}) is ${waited === null ? '' : 'still '}in progress${waited === null ? '' : ` after ${waited}`}`,
    {
      outcome: 'failed',
      details: facts(place, { deploymentId, taskDefinition }),
      hint: "run it again when that has ended, or set ecs.onBusy to 'supersede' to replace it",
    },
  );
}

/** ECS keeps five deployments of a service alive at most. */
export function deploymentLimit(place: ServiceRef, cause: Error): DeployError {
  return new DeployError('DEPLOYMENT_LIMIT', `ECS accepts no further deployment of ${place.service}: five are active`, {
    cause,
    details: facts(place, {}),
    hint: `tasks with scale-in protection keep old ones active; see: ${describeServices(place)} --query 'services[0].deployments'`,
  });
}

/** AWS refuses to show the rollout any longer: a right that was taken away, or credentials that ended. */
export function rolloutUnseen(
  place: ServiceRef,
  {
    deploymentId,
    environment,
    target,
    stand,
    cause,
  }: Pick<Interruption, 'deploymentId' | 'environment' | 'target' | 'stand'> & { readonly cause: DeployError },
): DeployError {
  const { code, hint } = cause;
  return new DeployError(
    'ROLLOUT_UNSEEN',
    `deployment ${deploymentId} of ${place.service} can no longer be watched; it continues in ECS`,
    {
      cause,
      details: facts(place, { ...stand, deploymentId, cause: code }),
      hint: `${hint === undefined ? '' : `${hint}; `}then \`funade watch ${environment} --service ${target}\` keeps waiting`,
    },
  );
}

/** A run was killed while it sent an update, and whether ECS took it cannot be known. */
export function deploymentUnknown(
  place: ServiceRef,
  { environment, cause }: { readonly environment: string; readonly cause: DeployError | null },
): DeployError {
  return new DeployError(
    'DEPLOYMENT_UNKNOWN',
    `the last run was killed while it was updating ${place.service}; it is not known whether ECS started a deployment`,
    {
      ...(cause === null ? {} : { cause }),
      hint: `\`funade status ${environment}\` shows what is serving; deploy again to be sure`,
    },
  );
}

/** ECS knows no service deployment of a deployment; the verdict can do without. */
export function serviceDeploymentMissing(place: ServiceRef, deploymentId: string): DeployError {
  return new DeployError(
    'SERVICE_DEPLOYMENT_MISSING',
    `ECS lists no service deployment of ${deploymentId} of ${place.service}`,
    { hint: `aws ecs list-service-deployments --cluster ${place.cluster} --service ${place.service}` },
  );
}

interface Interruption {
  readonly deploymentId: string;
  readonly environment: string;
  /** Name of the service in the config. */
  readonly target: string;
  /** Page of the service in the AWS console. */
  readonly link: string;
  /** What the signal aborted with. */
  readonly reason: unknown;
  /** What the rollout was last seen as. Absent: it was not looked at. */
  readonly stand?: RolloutStand;
}

/** The run was interrupted while a deployment was going on. */
export function watchInterrupted(
  place: ServiceRef,
  { deploymentId, environment, target, reason, link, stand }: Interruption,
): DeployError {
  return new DeployError(
    'WATCH_INTERRUPTED',
    `stopped watching ${place.service}: deployment ${deploymentId} continues in ECS`,
    {
      category: 'interrupted',
      goesOn: 'deployment',
      details: facts(place, { ...stand, deploymentId }),
      outcome: 'cancelled',
      cause: reason,
      hint: `\`funade watch ${environment} --service ${target}\` keeps waiting, \`funade abort ${environment} --service ${target}\` rolls it back; see ${link}`,
    },
  );
}

/** The run was interrupted, and ECS was told to roll back. */
export function rollbackRequested(
  place: ServiceRef,
  { deploymentId, environment, target, reason, link }: Interruption,
): DeployError {
  return new DeployError(
    'ROLLBACK_REQUESTED',
    `stopped watching ${place.service}: deployment ${deploymentId} is being rolled back by ECS`,
    {
      category: 'interrupted',
      goesOn: 'rollback',
      details: facts(place, { deploymentId }),
      outcome: 'cancelled',
      cause: reason,
      hint: `\`funade watch ${environment} --service ${target}\` waits for that; see ${link}`,
    },
  );
}
