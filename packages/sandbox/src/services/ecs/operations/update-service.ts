import { isDeepStrictEqual } from 'node:util';
import { booleanIn, numberIn, objectIn, textIn } from '../../../model/input.ts';
import type { Operation, WireObject } from '../../../model/service.ts';
import { refuseForController } from '../controller-refusals.ts';
import { invalidParameter, serviceNotActive } from '../faults.ts';
import { clusterOf, serviceOf } from '../find.ts';
import { beginDeployment } from '../rollout/begin-deployment.ts';
import { revisionMembers } from '../rollout/revision-members.ts';
import { wake } from '../rollout/wake.ts';
import { activeTaskDefinition, checkDeploymentConfiguration, serviceMembers } from '../services.ts';
import type { EcsState, Service } from '../state.ts';
import { serviceView } from '../views/service-view.ts';

const mostDeployments = 5;

/** Changing one of these starts a new deployment; `capacityProviderStrategy` is part of a revision and does not. */
const triggers = revisionMembers.filter((member) => member !== 'capacityProviderStrategy' && member !== 'launchType');

export const updateService: Operation<EcsState> = (state, { input }) => {
  const cluster = clusterOf(state, input);
  const service = serviceOf(state, cluster, textIn(input, 'service') ?? '');
  if (service.status !== 'ACTIVE') throw serviceNotActive();
  refuseForController(service, input);
  const reference = textIn(input, 'taskDefinition');
  const taskDefinition = reference === undefined ? service.taskDefinition : activeTaskDefinition(state, reference).arn;
  const written = objectIn(input, 'deploymentConfiguration');
  const deploymentConfiguration = { ...service.deploymentConfiguration, ...written };
  if (written) checkDeploymentConfiguration(deploymentConfiguration);
  const starts = booleanIn(input, 'forceNewDeployment') === true || changes(service, input, taskDefinition);
  if (starts && service.deployments.length >= mostDeployments) {
    throw invalidParameter(`${mostDeployments} active deployments exist, unable to create new deployment.`);
  }
  const desiredCount = numberIn(input, 'desiredCount') ?? service.desiredCount;
  if (!Number.isInteger(desiredCount) || desiredCount < 0) throw invalidParameter('desiredCount can not be negative.');
  service.deploymentConfiguration = deploymentConfiguration;
  service.desiredCount = desiredCount;
  service.taskDefinition = taskDefinition;
  service.settings = { ...service.settings, ...given(input) };
  if (starts && service.controller !== 'EXTERNAL') beginDeployment(state, service);
  wake(state, service);
  return { service: serviceView(state, service) };
};

function changes(service: Service, input: WireObject, taskDefinition: string): boolean {
  if (taskDefinition !== service.taskDefinition) return true;
  return triggers.some((member) => {
    const value = input[member] ?? undefined;
    return value !== undefined && !isDeepStrictEqual(value, service.settings[member] ?? empty(value));
  });
}

/** An empty list where there was nothing changes nothing. */
function empty(value: unknown): unknown {
  return Array.isArray(value) ? [] : undefined;
}

function given(input: WireObject): WireObject {
  return Object.fromEntries(
    serviceMembers.filter((key) => input[key] !== undefined && input[key] !== null).map((key) => [key, input[key]]),
  );
}
