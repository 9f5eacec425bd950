import { DeployError, suggest, type TargetId } from '@funade/core';

/** The cluster that a target names is not there. */
export function clusterNotFound(cluster: string, clusters: readonly string[]): DeployError {
  return new DeployError('CLUSTER_NOT_FOUND', `there is no cluster ${JSON.stringify(cluster)}`, {
    category: 'usage',
    hint: `set ecs.cluster; ${suggest(cluster, clusters)}`,
  });
}

/** The service that a target names is not there, or is being deleted. `services`: null when nobody listed them. */
export function serviceNotFound(place: ServicePlace, services: readonly string[] | null): DeployError {
  return new DeployError(
    'SERVICE_NOT_FOUND',
    `there is no service ${JSON.stringify(place.service)} in cluster ${JSON.stringify(place.cluster)}`,
    {
      category: 'usage',
      hint:
        services === null
          ? 'make the plan again; it is not there any more'
          : `set ecs.service; ${suggest(place.service, services)}`,
    },
  );
}

/** Two targets would deploy one and the same ECS service. */
export function serviceClaimedTwice(place: ServicePlace, targets: readonly TargetId[]): DeployError {
  return new DeployError(
    'SERVICE_CLAIMED_TWICE',
    `${targets.join(' and ')} both deploy service ${JSON.stringify(place.service)} in cluster ${JSON.stringify(place.cluster)}`,
    { category: 'usage', hint: 'give each its own ecs.service, or make them one service with several containers' },
  );
}

/** A container that the config names is not in the task definition. */
export function unknownContainer(container: string, family: string, names: readonly string[]): DeployError {
  return new DeployError(
    'UNKNOWN_CONTAINER',
    `task definition ${JSON.stringify(family)} has no container ${JSON.stringify(container)}`,
    { category: 'usage', hint: suggest(container, names) },
  );
}

/** No image plugin provides what a container is to run. */
export function noImage(
  target: TargetId,
  wanted: { readonly container: string; readonly names: readonly string[] },
): DeployError {
  const { container, names } = wanted;
  return new DeployError(
    'ECS_NO_IMAGE',
    `nothing provides the image of container ${JSON.stringify(container)} for ${target}`,
    {
      category: 'usage',
      hint:
        names.length === 0
          ? 'describe the image under the service, such as ecr: { repository: "shop/api" }, and list ecr() before ecs()'
          : `name one of its images: containers: { ${container}: ${JSON.stringify(names[0])} }; there are ${names.join(', ')}`,
    },
  );
}

/** ECS refuses UpdateService with a task definition on services of these controllers. */
export function controllerNotSupported(target: TargetId, controller: string): DeployError {
  return new DeployError(
    'CONTROLLER_NOT_SUPPORTED',
    `${target} has the deployment controller ${controller}, whose task definition UpdateService cannot change`,
    {
      category: 'refused',
      hint:
        controller === 'CODE_DEPLOY'
          ? 'move the service to the ECS controller, or deploy it with CodeDeploy'
          : 'move the service to the ECS controller, or deploy it with CreateTaskSet',
    },
  );
}

/** What runs is newer than what would be deployed. */
export function downgrade(target: TargetId, step: { readonly from: string; readonly to: string }): DeployError {
  return new DeployError('DOWNGRADE', `${target} runs ${step.from}, which is newer than ${step.to}`, {
    category: 'refused',
    hint: 'to deploy the older version all the same, add --allow-downgrade',
  });
}

/** UpdateService answered, but its primary deployment is the one that was there before. */
export function noDeploymentStarted(place: ServicePlace, deploymentId: string): DeployError {
  return new DeployError(
    'NO_DEPLOYMENT_STARTED',
    `ECS started no deployment of ${place.service}: ${deploymentId} is still the primary one`,
    { hint: describeServices(place) },
  );
}

/** The deployment failed and ECS stopped trying. */
export function rolloutFailed(
  place: ServicePlace,
  failure: { readonly deploymentId: string; readonly reason: string | null },
): DeployError {
  return new DeployError('ROLLOUT_FAILED', `deployment ${failure.deploymentId} of ${place.service} failed`, {
    outcome: 'failed',
    hint: lastEvents(place),
    ...because(failure.reason),
  });
}

/** ECS promoted the deployment that ran before. */
export function rolledBack(place: ServicePlace, step: RollbackStep): DeployError {
  return new DeployError(
    'ROLLED_BACK',
    `deployment ${step.deploymentId} of ${place.service} was rolled back: ${step.to} serves ${step.taskDefinition} again`,
    { outcome: 'rolled-back', hint: lastEvents(place), ...because(step.reason) },
  );
}

/** ECS tried to go back and could not. */
export function rollbackFailed(place: ServicePlace, step: RollbackStep): DeployError {
  return new DeployError(
    'ROLLBACK_FAILED',
    `deployment ${step.deploymentId} of ${place.service} failed, and so did going back to ${step.to} (${step.taskDefinition})`,
    { outcome: 'failed', hint: lastEvents(place), ...because(step.reason) },
  );
}

/** Somebody else deployed another revision while ours was rolling out. */
export function superseded(place: ServicePlace, step: SupersedingStep): DeployError {
  const since = step.at === null ? '' : `, started at ${new Date(step.at).toISOString()}`;
  return new DeployError(
    'SUPERSEDED',
    `deployment ${step.deploymentId} of ${place.service} was superseded by ${step.by} with task definition ${step.taskDefinition}${since}`,
    { outcome: 'superseded', hint: 'somebody else deployed this service; find out who before deploying again' },
  );
}

/** The service went away while it was watched. */
export function serviceDeleted(place: ServicePlace): DeployError {
  return new DeployError(
    'SERVICE_DELETED',
    `service ${place.service} in cluster ${place.cluster} was deleted during its rollout`,
    {
      outcome: 'failed',
      hint: 'create the service again, or take it out of the config',
    },
  );
}

/** The wait budget ended while the rollout was going on. */
export function rolloutTimedOut(place: ServicePlace, wait: TimedOutWait): DeployError {
  return new DeployError(
    'ROLLOUT_TIMED_OUT',
    `deployment ${wait.deploymentId} of ${place.service} is not done after ${wait.budget}: ${wait.pending}`,
    {
      outcome: 'timed-out',
      hint: `it goes on in ECS; give it more time with ecs.wait.budget, or look: ${describeServices(place)}`,
    },
  );
}

/** ECS gave no usable answer for so long that nothing can be said about the rollout. */
export function rolloutUnseen(
  place: ServicePlace,
  silence: { readonly deploymentId: string; readonly lasted: string; readonly cause: unknown },
): DeployError {
  return new DeployError(
    'ROLLOUT_UNSEEN',
    `ECS has not answered for ${silence.lasted} about deployment ${silence.deploymentId} of ${place.service}`,
    { cause: silence.cause, hint: `the deployment goes on in ECS; look: ${describeServices(place)}` },
  );
}

export interface ServicePlace {
  readonly cluster: string;
  readonly service: string;
}

interface RollbackStep {
  readonly deploymentId: string;
  /** Id of the deployment that was promoted again. */
  readonly to: string;
  readonly taskDefinition: string;
  readonly reason: string | null;
}

interface SupersedingStep {
  readonly deploymentId: string;
  readonly by: string;
  readonly taskDefinition: string;
  /** Milliseconds since the epoch. */
  readonly at: number | null;
}

interface TimedOutWait {
  readonly deploymentId: string;
  readonly budget: string;
  readonly pending: string;
}

function describeServices({ cluster, service }: ServicePlace): string {
  return `aws ecs describe-services --cluster ${cluster} --services ${service}`;
}

function lastEvents(place: ServicePlace): string {
  return `see what ECS says: ${describeServices(place)} --query 'services[0].events[:10].message'`;
}

function because(reason: string | null): { cause?: Error } {
  return reason === null ? {} : { cause: new Error(reason) };
}

/** The run was interrupted while a deployment was going on. */
export function watchInterrupted(place: ServicePlace, deploymentId: string, reason: unknown): DeployError {
  return new DeployError(
    'WATCH_INTERRUPTED',
    `stopped watching ${place.service}: deployment ${deploymentId} goes on in ECS`,
    { category: 'interrupted', outcome: 'cancelled', cause: reason, hint: describeServices(place) },
  );
}
