import type { JsonObject } from '@funade/core';
import { expect, test } from 'vitest';
import { settingsProblems } from './settings-problems.ts';

const definition = {
  networkMode: 'awsvpc',
  containerDefinitions: [{ name: 'app', portMappings: [{ containerPort: 80 }] }, { name: 'side' }],
};
const deploys = (deploymentConfiguration: JsonObject): JsonObject => ({ deploymentConfiguration });
const at = 'deploymentConfiguration';

test.each<[string, JsonObject, readonly string[]]>([
  ['nothing', {}, []],
  [
    'alarms without names',
    deploys({ alarms: { enable: true, rollback: true } }),
    [
      `${at}.alarms.alarmNames: it is missing, and ECS requires it`,
      `${at}.alarms.alarmNames: alarms are enabled but none is named`,
    ],
  ],
  ['alarms switched off', deploys({ alarms: { alarmNames: [], enable: false, rollback: false } }), []],
  [
    'half a circuit breaker',
    deploys({ deploymentCircuitBreaker: { enable: true } }),
    [`${at}.deploymentCircuitBreaker.rollback: it is missing, and ECS requires it`],
  ],
  [
    'no subnets',
    { networkConfiguration: { awsvpcConfiguration: { subnets: [] } } },
    ['networkConfiguration.awsvpcConfiguration.subnets: it is missing, and ECS requires it'],
  ],
  [
    'a hook of no stage',
    deploys({ lifecycleHooks: [{ lifecycleStages: [] }] }),
    [`${at}.lifecycleHooks[0].lifecycleStages: it is empty, and ECS requires at least one stage`],
  ],
  [
    'percentages that block',
    deploys({ minimumHealthyPercent: 100, maximumPercent: 100 }),
    [
      `${at}.maximumPercent: 100 with minimumHealthyPercent 100 blocks every deployment; raise it, or lower minimumHealthyPercent`,
    ],
  ],
  ['more than all', deploys({ minimumHealthyPercent: 150 }), [`${at}.minimumHealthyPercent: 150 is more than 100`]],
  [
    'blue/green without a bake time',
    deploys({ strategy: 'BLUE_GREEN' }),
    [`${at}.bakeTimeInMinutes: it is missing, and strategy BLUE_GREEN requires it`],
  ],
  [
    'a daemon with a count',
    { schedulingStrategy: 'DAEMON', desiredCount: 0 },
    ['desiredCount: a service of schedulingStrategy DAEMON has none; remove it'],
  ],
  ['a misspelt launch type', { launchType: 'FARGAT' }, ['launchType: ECS has no "FARGAT"; did you mean "FARGATE"?']],
  [
    'a capacity provider as launch type',
    { launchType: 'FARGATE_SPOT' },
    [
      'launchType: FARGATE_SPOT is a capacity provider; write capacityProviderStrategy: [{ capacityProvider: "FARGATE_SPOT", weight: 1 }] instead',
    ],
  ],
  [
    'an empty network',
    { networkConfiguration: {} },
    ['networkConfiguration: it is empty; write { awsvpcConfiguration: { subnets: ["subnet-…"] } }, or leave it out'],
  ],
  ['a launch type that may be new', { launchType: 'MOONBASE' }, []],
  [
    'two ways to run',
    { launchType: 'FARGATE', capacityProviderStrategy: [{ capacityProvider: 'FARGATE' }] },
    ['launchType: FARGATE cannot be combined with capacityProviderStrategy; write one of them'],
  ],
  [
    'no weight',
    { capacityProviderStrategy: [{ capacityProvider: 'A', weight: 0 }] },
    ['capacityProviderStrategy: no capacity provider has a weight above 0'],
  ],
  [
    'two bases',
    {
      capacityProviderStrategy: [
        { capacityProvider: 'A', base: 1, weight: 1 },
        { capacityProvider: 'B', base: 1 },
      ],
    },
    ['capacityProviderStrategy: more than one capacity provider has a base; only one may'],
  ],
  [
    'placement on Fargate',
    { launchType: 'FARGATE', placementStrategy: [{ type: 'spread' }] },
    ['placementStrategy: launchType FARGATE does not support it; remove it'],
  ],
  [
    'a container that is not there',
    { loadBalancers: [{ containerName: 'web', containerPort: 80 }] },
    ['loadBalancers[0].containerName: there is no container "web"; there are app, side'],
  ],
  [
    'a port that is not mapped',
    { loadBalancers: [{ containerName: 'app', containerPort: 81 }] },
    ['loadBalancers[0].containerPort: container app does not map port 81; it maps 80'],
  ],
  [
    'a load balancer of no container',
    { loadBalancers: [{ targetGroupArn: 'x' }] },
    [
      'loadBalancers[0].containerName: it is missing, and ECS requires it',
      'loadBalancers[0].containerPort: it is missing, and ECS requires it',
    ],
  ],
  [
    'two registries',
    { serviceRegistries: [{ registryArn: 'a' }, { registryArn: 'b' }] },
    ['serviceRegistries: a service has at most one'],
  ],
])('%s', (_, ...[settings, expected]) => {
  const found = settingsProblems(settings, { creates: true, definition });
  expect(found.map(({ path, message }) => `${path}: ${message}`)).toEqual(expected);
});
