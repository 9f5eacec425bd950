import { isObject, numberIn, objectIn, objectsIn, textIn } from '../../model/input.ts';
import type { WireObject } from '../../model/service.ts';
import { clientFault, invalidParameter } from './faults.ts';
import { arnOf } from './identifiers.ts';
import type { EcsState, Service, TaskDefinitionRevision } from './state.ts';
import { taskDefinitionOf } from './task-definitions.ts';

/** Members of a service that are kept and answered as they were sent. */
export const serviceMembers = [
  'loadBalancers',
  'serviceRegistries',
  'launchType',
  'capacityProviderStrategy',
  'platformVersion',
  'placementConstraints',
  'placementStrategy',
  'networkConfiguration',
  'healthCheckGracePeriodSeconds',
  'enableECSManagedTags',
  'propagateTags',
  'enableExecuteCommand',
  'availabilityZoneRebalancing',
  'serviceConnectConfiguration',
  'volumeConfigurations',
  'vpcLatticeConfigurations',
  'monitoring',
  'gatewayConnectors',
] as const;

/** Those of them that are not on Service: they are read from its deployments, or from the service revision alone. */
export const hiddenMembers: readonly string[] = [
  'serviceConnectConfiguration',
  'volumeConfigurations',
  'vpcLatticeConfigurations',
  'monitoring',
  'gatewayConnectors',
];

const strategies = ['ROLLING', 'BLUE_GREEN', 'LINEAR', 'CANARY'];

const defaultConfiguration: WireObject = {
  deploymentCircuitBreaker: { enable: false, rollback: false },
  maximumPercent: 200,
  minimumHealthyPercent: 100,
  strategy: 'ROLLING',
  bakeTimeInMinutes: 0,
};

/** A new ACTIVE service from a CreateService request, without a deployment yet, put into the state. */
export function newService(
  state: EcsState,
  input: WireObject,
  { cluster, name, createdBy }: { cluster: string; name: string; createdBy: string },
): Service {
  const type = textIn(objectIn(input, 'deploymentController') ?? {}, 'type') ?? 'ECS';
  const controller = type === 'CODE_DEPLOY' || type === 'EXTERNAL' ? type : 'ECS';
  const schedulingStrategy = textIn(input, 'schedulingStrategy') === 'DAEMON' ? 'DAEMON' : 'REPLICA';
  const desiredCount = numberIn(input, 'desiredCount') ?? (schedulingStrategy === 'DAEMON' ? 1 : 0);
  if (!Number.isInteger(desiredCount) || desiredCount < 0) throw invalidParameter('desiredCount can not be negative.');
  const reference = textIn(input, 'taskDefinition');
  if (reference === undefined && controller !== 'EXTERNAL') throw invalidParameter('TaskDefinition can not be blank.');
  const deploymentConfiguration = {
    ...defaultConfiguration,
    ...(schedulingStrategy === 'DAEMON' ? { maximumPercent: 100, minimumHealthyPercent: 0 } : {}),
    ...objectIn(input, 'deploymentConfiguration'),
  };
  checkDeploymentConfiguration(deploymentConfiguration);
  const service: Service = {
    name,
    cluster,
    arn: arnOf(state, `service/${cluster}/${name}`),
    controller,
    schedulingStrategy,
    createdAt: state.now,
    createdBy,
    launchType: launchTypeOf(input),
    request: null,
    express: null,
    status: 'ACTIVE',
    desiredCount,
    taskDefinition: reference === undefined ? '' : activeTaskDefinition(state, reference).arn,
    deploymentConfiguration,
    settings: settingsOf(input),
    tags: [],
    deployments: [],
    lastCompleted: null,
    serviceDeployments: [],
    revisions: [],
    events: [],
    said: new Map(),
    wakeAt: null,
    steadySince: null,
  };
  state.services.set(`${cluster}/${name}`, service);
  return service;
}

/** The revision a service is to run. Throws ClientException for one that is unknown or INACTIVE. */
export function activeTaskDefinition(state: EcsState, reference: string): TaskDefinitionRevision {
  const definition = taskDefinitionOf(state, reference);
  if (definition.status !== 'ACTIVE') throw clientFault('TaskDefinition is inactive');
  return definition;
}

/** Throws InvalidParameterException for a deployment configuration that ECS refuses. */
export function checkDeploymentConfiguration(configuration: WireObject): void {
  const minimum = numberIn(configuration, 'minimumHealthyPercent') ?? 100;
  const maximum = numberIn(configuration, 'maximumPercent') ?? 200;
  const strategy = textIn(configuration, 'strategy') ?? 'ROLLING';
  if (minimum < 0 || maximum < 0) throw invalidParameter('Percentages can not be negative.');
  if (minimum > 100) throw invalidParameter('minimumHealthyPercent must be at most 100.');
  if (minimum === 100 && maximum === 100) {
    throw invalidParameter(
      'Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.',
    );
  }
  if (maximum < minimum) throw invalidParameter('maximumPercent cannot be less than minimumHealthyPercent.');
  if (!strategies.includes(strategy)) throw invalidParameter(`Invalid deployment strategy: ${strategy}`);
  const alarms = configuration.alarms;
  if (isObject(alarms) && ['alarmNames', 'enable', 'rollback'].some((member) => alarms[member] === undefined)) {
    throw invalidParameter('alarmNames, enable and rollback are required in alarms.');
  }
}

/** The members of a new service, with what ECS fills in. */
function settingsOf(input: WireObject): WireObject {
  const written = Object.fromEntries(
    serviceMembers.filter((key) => input[key] != null).map((key) => [key, input[key]]),
  );
  const withoutProviders = (objectsIn(written, 'capacityProviderStrategy') ?? []).length === 0;
  const launchType = withoutProviders ? launchTypeOf(input) : undefined;
  return {
    ...(launchType === undefined ? {} : { launchType }),
    ...(launchType === 'FARGATE' ? { platformVersion: 'LATEST' } : {}),
    placementConstraints: [],
    placementStrategy: [],
    enableECSManagedTags: false,
    propagateTags: 'NONE',
    enableExecuteCommand: false,
    availabilityZoneRebalancing: 'ENABLED',
    ...written,
  };
}

function launchTypeOf(input: WireObject): string {
  const providers = (objectsIn(input, 'capacityProviderStrategy') ?? []).map((each) =>
    textIn(each, 'capacityProvider'),
  );
  const onFargate = providers.some((name) => name?.startsWith('FARGATE'));
  return textIn(input, 'launchType') ?? (onFargate ? 'FARGATE' : 'EC2');
}
