import { DeployError, type Environment, suggest, type TargetId } from '@funade/core';

/** The cluster that a target names is not there. */
export function clusterNotFound(
  cluster: string,
  clusters: readonly string[],
  { region, account }: Pick<Environment, 'region' | 'account'>,
): DeployError {
  const message = `there is no cluster ${JSON.stringify(cluster)} in ${region} of account ${account}`;
  return new DeployError('CLUSTER_NOT_FOUND', message, {
    category: 'usage',
    hint: `set ecs.cluster; ${suggest(cluster, clusters)}`,
  });
}

/** The service that a target names is not there, or is being deleted. `services`: null when nobody listed them. */
export function serviceNotFound(
  place: ServiceRef,
  services: readonly string[] | null,
  { region, account }: Pick<Environment, 'region' | 'account'>,
): DeployError {
  return new DeployError(
    'SERVICE_NOT_FOUND',
    `there is no service ${JSON.stringify(place.service)} in cluster ${JSON.stringify(place.cluster)} (${region} of account ${account})`,
    {
      category: 'usage',
      hint:
        services === null
          ? 'it no longer exists: make the plan again'
          : `set ecs.service; ${suggest(place.service, services)}; or describe how to create it with ecs.taskDefinition and ecs.settings`,
    },
  );
}

/** The name of a cluster or a service is a template that only a release could fill. */
export function placeNeedsRelease(target: TargetId, key: string, text: string): DeployError {
  return new DeployError(
    'PLACE_NEEDS_RELEASE',
    `the template of ecs.${key} of ${target} has no value without a release: ${JSON.stringify(text)}`,
    { category: 'usage', hint: 'select other services with --service, or check that the values it looks up exist' },
  );
}

/** Two targets would deploy one and the same ECS service. */
export function serviceClaimedTwice(place: ServiceRef, targets: readonly TargetId[]): DeployError {
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
  { container, names }: { readonly container: string; readonly names: readonly string[] },
): DeployError {
  return new DeployError(
    'ECS_NO_IMAGE',
    `nothing provides the image of container ${JSON.stringify(container)} for ${target}`,
    {
      category: 'usage',
      hint:
        names.length === 0
          ? 'describe the image under the service, such as ecr: { repository: "shop/api" }, and list ecr() before ecs()'
          : `name one of its images: containers: { ${container}: ${JSON.stringify(names[0])} }; available: ${names.join(', ')}`,
    },
  );
}

/** ECS refuses UpdateService with a task definition, and with these settings, on services of these controllers. */
export function controllerNotSupported(target: TargetId, controller: string, settings: readonly string[]): DeployError {
  const parts = ['task definition', ...settings.map((name) => `ecs.settings.${name}`)];
  return new DeployError(
    'CONTROLLER_NOT_SUPPORTED',
    `${target} has the deployment controller ${controller}: UpdateService cannot change its ${parts.join(', ')}`,
    {
      category: 'refused',
      hint:
        controller === 'CODE_DEPLOY'
          ? 'move the service to the ECS controller, or deploy it with CodeDeploy'
          : 'move the service to the ECS controller, or deploy it with CreateTaskSet',
      ...(controller === 'CODE_DEPLOY' ? { cause: new Error(codeDeployRefusal) } : {}),
    },
  );
}

/** ECS's own words. */
const codeDeployRefusal =
  'Unable to update task definition on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.';

/** Neither the service, nor a deployment of it, nor a service revision names a task definition. */
export function runningRevisionUnknown(place: ServiceRef): DeployError {
  return new DeployError('RUNNING_REVISION_UNKNOWN', `nothing says which task definition ${place.service} runs`, {
    hint: describeServices(place),
  });
}

/** What runs is newer than what would be deployed. */
export function downgrade(target: TargetId, step: { readonly from: string; readonly to: string }): DeployError {
  return new DeployError('DOWNGRADE', `${target} runs ${step.from}, which is newer than ${step.to}`, {
    category: 'refused',
    hint: 'to deploy the older version anyway, pass --allow-downgrade',
  });
}

/** What runs was built from a commit that comes after the one that would be deployed. */
export function olderCommit(
  target: TargetId,
  commits: { readonly running: string; readonly commit: string },
): DeployError {
  return new DeployError('DOWNGRADE', `${target} runs commit ${commits.running}, which comes after ${commits.commit}`, {
    category: 'refused',
    hint: 'to deploy the older commit anyway, pass --allow-downgrade',
  });
}

/** The environment wants releases whose order is known. */
export function orderUnknown(message: string): DeployError {
  return new DeployError('ORDER_UNKNOWN', message, {
    category: 'refused',
    hint: "the environment has order: 'strict'; to deploy anyway, pass --allow-downgrade",
  });
}

/** UpdateService answered, but its primary deployment is the one that was there before. */
export function noDeploymentStarted(place: ServiceRef, deploymentId: string): DeployError {
  return new DeployError(
    'NO_DEPLOYMENT_STARTED',
    `ECS started no deployment of ${place.service}: ${deploymentId} is still the primary deployment`,
    { hint: describeServices(place) },
  );
}

export interface ServiceRef {
  readonly cluster: string;
  readonly service: string;
}

/** The command that shows a service. */
export function describeServices({ cluster, service }: ServiceRef): string {
  return `aws ecs describe-services --cluster ${cluster} --services ${service}`;
}
