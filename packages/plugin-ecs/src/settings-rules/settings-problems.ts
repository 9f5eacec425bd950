import { isJsonObject, type Json, type JsonObject, nearestName } from '@funade/core';
import { numberIn, objectIn, objectsIn, says, textIn, textsIn } from '../definition-rules/definition-view.ts';

/** A setting that ECS would refuse. */
export interface SettingsProblem {
  /** Below `ecs.settings`. */
  readonly path: string;
  readonly message: string;
}

/** What the settings are for. */
export interface SettingsUse {
  /** Whether they make the service: then all of it is written. */
  readonly creates: boolean;
  /** The definition that will run, where it is known. */
  readonly definition: JsonObject | null;
}

type Rule = (settings: JsonObject, use: SettingsUse) => readonly (SettingsProblem | false)[];

const required = 'it is missing, and ECS requires it';

/**
 * Members that AWS requires together in a structure.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
 */
const structures: readonly (readonly [path: readonly string[], members: readonly string[]])[] = [
  [
    ['deploymentConfiguration', 'alarms'],
    ['alarmNames', 'enable', 'rollback'],
  ],
  [
    ['deploymentConfiguration', 'deploymentCircuitBreaker'],
    ['enable', 'rollback'],
  ],
  [['networkConfiguration', 'awsvpcConfiguration'], ['subnets']],
  [['serviceConnectConfiguration'], ['enabled']],
];

const lists: readonly (readonly [list: string, members: readonly string[]])[] = [
  ['capacityProviderStrategy', ['capacityProvider']],
  ['loadBalancers', ['containerName', 'containerPort']],
  ['serviceRegistries', ['registryArn']],
  ['volumeConfigurations', ['name']],
  ['tags', ['key']],
];

const memberRule: Rule = (settings) => [
  isEmpty(settings.networkConfiguration) && {
    path: 'networkConfiguration',
    message: 'it is empty; write { awsvpcConfiguration: { subnets: ["subnet-…"] } }, or leave it out',
  },
  ...structures.flatMap(([path, members]) => {
    const body = path.reduce<JsonObject | null>((at, member) => objectIn(at, member), settings);
    if (body === null) return [];
    return members.map((member) => missing(body, member) && { path: [...path, member].join('.'), message: required });
  }),
  ...lists.flatMap(([list, members]) =>
    objectsIn(settings, list).flatMap((item, index) =>
      members.map((member) => missing(item, member) && { path: `${list}[${index}].${member}`, message: required }),
    ),
  ),
  ...objectsIn(objectIn(settings, 'deploymentConfiguration'), 'lifecycleHooks').map(
    (hook, index) =>
      textsIn(hook, 'lifecycleStages').length === 0 && {
        path: `deploymentConfiguration.lifecycleHooks[${index}].lifecycleStages`,
        message: 'it is empty, and ECS requires at least one stage',
      },
  ),
];

function isEmpty(value: Json | undefined): boolean {
  return value !== undefined && isJsonObject(value) && Object.keys(value).length === 0;
}

function missing(body: JsonObject, member: string): boolean {
  const value: Json | undefined = body[member];
  if (value === undefined || value === null || value === '') return true;
  // What switches alarms off names none of them.
  if (member === 'alarmNames') return false;
  return Array.isArray(value) && value.length === 0;
}

const deploymentRule: Rule = (settings) => {
  const deployment = objectIn(settings, 'deploymentConfiguration');
  const alarms = objectIn(deployment, 'alarms');
  const [least, most] = [numberIn(deployment, 'minimumHealthyPercent'), numberIn(deployment, 'maximumPercent')];
  const strategy = textIn(deployment, 'strategy');
  const daemon = textIn(settings, 'schedulingStrategy') === 'DAEMON';
  const at = 'deploymentConfiguration';
  return [
    alarms?.enable === true &&
      textsIn(alarms, 'alarmNames').length === 0 && {
        path: `${at}.alarms.alarmNames`,
        message: 'alarms are enabled but none is named',
      },
    least !== null && least > 100 && { path: `${at}.minimumHealthyPercent`, message: `${least} is more than 100` },
    least === 100 &&
      most === 100 && {
        path: `${at}.maximumPercent`,
        message: '100 with minimumHealthyPercent 100 blocks every deployment; raise it, or lower minimumHealthyPercent',
      },
    strategy === 'BLUE_GREEN' &&
      numberIn(deployment, 'bakeTimeInMinutes') === null && {
        path: `${at}.bakeTimeInMinutes`,
        message: 'it is missing, and strategy BLUE_GREEN requires it',
      },
    daemon &&
      numberIn(settings, 'desiredCount') !== null && {
        path: 'desiredCount',
        message: 'a service of schedulingStrategy DAEMON has none; remove it',
      },
    daemon &&
      most !== null &&
      most > 100 && {
        path: `${at}.maximumPercent`,
        message: `${most} is more than 100, which a service of schedulingStrategy DAEMON does not support`,
      },
    daemon &&
      textIn(settings, 'availabilityZoneRebalancing') === 'ENABLED' && {
        path: 'availabilityZoneRebalancing',
        message: 'a service of schedulingStrategy DAEMON does not support it',
      },
  ];
};

const launchTypes: readonly string[] = ['EC2', 'FARGATE', 'EXTERNAL', 'MANAGED_INSTANCES'];

const capacityRule: Rule = (settings) => {
  const strategy = objectsIn(settings, 'capacityProviderStrategy');
  const launch = textIn(settings, 'launchType');
  const weightless = strategy.length > 0 && strategy.every((item) => numberIn(item, 'weight') === 0);
  const placement = objectsIn(settings, 'placementStrategy');
  // A launch type that resembles none may be newer than this list.
  const known = launch === null || launchTypes.includes(launch) || launch.startsWith('FARGATE_');
  const meant = known ? null : nearestName(launch, launchTypes);
  return [
    launch === 'FARGATE_SPOT' && {
      path: 'launchType',
      message:
        'FARGATE_SPOT is a capacity provider; write capacityProviderStrategy: [{ capacityProvider: "FARGATE_SPOT", weight: 1 }] instead',
    },
    meant !== null && {
      path: 'launchType',
      message: `ECS has no ${JSON.stringify(launch)}; did you mean ${JSON.stringify(meant)}?`,
    },
    launch !== null &&
      strategy.length > 0 && {
        path: 'launchType',
        message: `${launch} cannot be combined with capacityProviderStrategy; write one of them`,
      },
    weightless && { path: 'capacityProviderStrategy', message: 'no capacity provider has a weight above 0' },
    strategy.filter((item) => (numberIn(item, 'base') ?? 0) > 0).length > 1 && {
      path: 'capacityProviderStrategy',
      message: 'more than one capacity provider has a base; only one may',
    },
    launch === 'EC2' &&
      says(settings, 'platformVersion') && {
        path: 'platformVersion',
        message: 'launchType EC2 has none; remove it',
      },
    launch === 'FARGATE' &&
      placement.length > 0 && {
        path: 'placementStrategy',
        message: 'launchType FARGATE does not support it; remove it',
      },
    launch === 'FARGATE' &&
      objectsIn(settings, 'placementConstraints').length > 0 && {
        path: 'placementConstraints',
        message: 'launchType FARGATE does not support them; remove them',
      },
    launch === 'FARGATE' &&
      textIn(settings, 'schedulingStrategy') === 'DAEMON' && {
        path: 'schedulingStrategy',
        message: 'launchType FARGATE does not support DAEMON',
      },
    placement.length > 5 && {
      path: 'placementStrategy',
      message: `there are ${placement.length}; ECS accepts at most 5`,
    },
  ];
};

const trafficRule: Rule = (settings, { definition, creates }) => {
  const containers = definition === null ? null : objectsIn(definition, 'containerDefinitions');
  const network = textIn(definition, 'networkMode');
  return [
    ...objectsIn(settings, 'loadBalancers').flatMap((item, index) => {
      const path = `loadBalancers[${index}]`;
      const [name, port] = [textIn(item, 'containerName'), numberIn(item, 'containerPort')];
      const container = containers?.find((each) => textIn(each, 'name') === name);
      const mapped = objectsIn(container ?? null, 'portMappings').map((mapping) => numberIn(mapping, 'containerPort'));
      return [
        says(item, 'loadBalancerName') &&
          says(item, 'targetGroupArn') && {
            path,
            message: 'it has loadBalancerName and targetGroupArn; write one of them',
          },
        containers !== null &&
          name !== null &&
          container === undefined && {
            path: `${path}.containerName`,
            message: `there is no container ${JSON.stringify(name)}; there are ${containers.map((each) => textIn(each, 'name')).join(', ')}`,
          },
        container !== undefined &&
          port !== null &&
          mapped.length > 0 &&
          !mapped.includes(port) && {
            path: `${path}.containerPort`,
            message: `container ${name} does not map port ${port}; it maps ${mapped.join(', ')}`,
          },
      ];
    }),
    objectsIn(settings, 'serviceRegistries').length > 1 && {
      path: 'serviceRegistries',
      message: 'a service has at most one',
    },
    creates &&
      network !== null &&
      network !== 'awsvpc' &&
      says(settings, 'networkConfiguration') && {
        path: 'networkConfiguration',
        message: `a task definition with networkMode ${network} has none; remove it`,
      },
  ];
};

const rules: readonly Rule[] = [memberRule, deploymentRule, capacityRule, trafficRule];

/**
 * What UpdateService or CreateService would refuse in written settings, all at once.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html
 */
export function settingsProblems(settings: JsonObject, use: SettingsUse): readonly SettingsProblem[] {
  const known = Object.fromEntries(Object.entries(settings).filter(([, value]) => !isPending(value)));
  return rules.flatMap((rule) => rule(known, use)).filter((problem) => problem !== false);
}

/** A value of a later step cannot be judged. */
function isPending(value: Json | undefined): boolean {
  return value !== undefined && value !== null && isJsonObject(value) && '$ref' in value;
}
