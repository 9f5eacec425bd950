import { isDeepStrictEqual } from 'node:util';
import { booleanIn, numberIn, objectIn, objectsIn, textIn } from '../../../model/input.ts';
import type { Operation, WireObject } from '../../../model/service.ts';
import { refuseForController, refuseForExpress } from '../controller-refusals.ts';
import { invalidParameter, serviceNotActive } from '../faults.ts';
import { clusterOf, serviceOf } from '../find.ts';
import { beginDeployment } from '../rollout/begin-deployment.ts';
import { revisionMembers } from '../rollout/revision-members.ts';
import { wake } from '../rollout/wake.ts';
import { checkService } from '../service-rules/check-service.ts';
import { activeTaskDefinition, checkDeploymentConfiguration, serviceMembers } from '../services.ts';
import type { EcsState, Service } from '../state.ts';
import { checkPassRole, checkServiceRoles } from '../task-definition/check-pass-role.ts';
import { findTaskDefinition, taskDefinitionOf } from '../task-definitions.ts';
import { serviceView } from '../views/service-view.ts';

const mostDeployments = 5;

/** The target groups that a service has already are not asked for again. */
const anyTargetGroup = { targetGroup: () => true };

/** Changing one of these starts a new deployment; `capacityProviderStrategy` is part of a revision and does not. */
const triggers = revisionMembers.filter((member) => member !== 'capacityProviderStrategy' && member !== 'launchType');

export const updateService: Operation<EcsState> = (state, call) => {
  const { input, lookup } = call;
  const cluster = clusterOf(state, input);
  const service = serviceOf(state, cluster, textIn(input, 'service') ?? '');
  if (service.status !== 'ACTIVE') throw serviceNotActive();
  refuseForController(service, input);
  refuseForExpress(service, input);
  const reference = textIn(input, 'taskDefinition');
  const taskDefinition = reference === undefined ? service.taskDefinition : activeTaskDefinition(state, reference).arn;
  const written = objectIn(input, 'deploymentConfiguration');
  const deploymentConfiguration = { ...service.deploymentConfiguration, ...written };
  if (written) checkDeploymentConfiguration(deploymentConfiguration);
  const settings = settingsAfter(service, input);
  checkStrategy(service, input);
  const definition = taskDefinition === '' ? null : taskDefinitionOf(state, taskDefinition);
  const lookedUp = input.loadBalancers == null ? anyTargetGroup : lookup;
  const running = findTaskDefinition(state, service.taskDefinition) ?? null;
  if (reference !== undefined && definition !== null) checkPassRole(definition.body, call);
  checkServiceRoles(input, call);
  checkService(state, { members: settings, definition, lookup: lookedUp, running });
  const starts = booleanIn(input, 'forceNewDeployment') === true || changes(service, input, taskDefinition);
  if (starts && service.deployments.length >= mostDeployments) {
    throw invalidParameter(`${mostDeployments} active deployments exist, unable to create new deployment.`);
  }
  const desiredCount = numberIn(input, 'desiredCount') ?? service.desiredCount;
  if (!Number.isInteger(desiredCount) || desiredCount < 0) throw invalidParameter('desiredCount can not be negative.');
  service.deploymentConfiguration = deploymentConfiguration;
  service.desiredCount = desiredCount;
  service.taskDefinition = taskDefinition;
  service.settings = settings;
  if (starts && service.controller !== 'EXTERNAL') beginDeployment(state, service);
  wake(state, service);
  return { service: serviceView(state, service) };
};

/**
 * Throws for a change of the capacity provider strategy that does not force a deployment.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
 */
function checkStrategy(service: Service, input: WireObject): void {
  const written = objectsIn(input, 'capacityProviderStrategy');
  if (written === undefined || input.forceNewDeployment === true) return;
  const current = objectsIn(service.settings, 'capacityProviderStrategy') ?? [];
  if (isDeepStrictEqual(written.map(withDefaults), current.map(withDefaults))) return;
  throw invalidParameter(
    'When switching from launch type to capacity provider strategy on an existing service, or making a change to a capacity provider strategy on a service that is already using one, you must force a new deployment.',
  );
}

function withDefaults(provider: WireObject): WireObject {
  return { base: 0, weight: 0, ...provider };
}

/** A strategy takes the place of the launch type; an empty one gives it back. */
function settingsAfter(service: Service, input: WireObject): WireObject {
  const { launchType, ...settings } = { ...service.settings, ...given(input) };
  const strategy = objectsIn(settings, 'capacityProviderStrategy') ?? [];
  if (strategy.length > 0) return settings;
  const { capacityProviderStrategy: _, ...rest } = settings;
  return { ...rest, launchType: launchType ?? service.launchType };
}

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
