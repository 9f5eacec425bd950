import { expect, test } from 'vitest';
import { z } from 'zod';
import { containersOf, ecsOptions } from './options.ts';

const place = { cluster: 'shop', service: 'api' };

test.each([
  [{ ...place, container: 'app' }],
  [{ ...place, containers: { web: 'web', nginx: 'proxy' } }],
  [{ ...place, container: 'app', wait: { budget: '1h30m', failFast: 0 } }],
  [{ ...place, container: 'app', onFailure: 'rollback-all', onBusy: 'supersede', onCancel: 'rollback' }],
  [{ ...place, express: {} }],
  [
    {
      ...place,
      express: { cpu: '512', scalingTarget: { maxTaskCount: 4 }, primaryContainer: { containerPort: 8080 } },
    },
  ],
  [{ ...place, express: { infrastructureRoleArn: 'arn:a' }, taskDefinition: 'ecs/web.yaml' }],
])('%j is accepted as it is', (written) => expect(ecsOptions.parse(written)).toEqual(written));

test.each([
  [place, 'name the container that gets the image: container: "app"'],
  [{ ...place, container: 'app', containers: { app: 'app' } }, 'write either container or containers, not both'],
  [{ ...place, containers: {} }, 'names no container\n  → at containers'],
  [{ ...place, container: '' }, 'must not be empty\n  → at container'],
  [{ service: 'api', container: 'app' }, 'Invalid input: expected string, received undefined\n  → at cluster'],
  [{ ...place, container: 'app', desired: 3 }, 'Unrecognized key: "desired"'],
  [
    { ...place, container: 'app', wait: { budget: 'soon' } },
    'not a duration: "soon"; write it as "20m", "90s" or "1h30m"\n  → at wait.budget',
  ],
  [
    { ...place, container: 'app', wait: { failFast: -1 } },
    'Too small: expected number to be >=0\n  → at wait.failFast',
  ],
  [
    { ...place, container: 'app', onFailure: 'undo' },
    'Invalid option: expected one of "rollback"|"stop"|"leave"|"rollback-all"\n  → at onFailure',
  ],
])('%j is refused', (written, message) => {
  const { error } = ecsOptions.safeParse(written);
  expect(error === undefined ? null : z.prettifyError(error)).toBe(`✖ ${message}`);
});

test.each([
  [
    { ...place, express: {}, settings: { desiredCount: 2, loadBalancers: [] }, container: 'app' },
    [
      'settings.desiredCount: an Express service is scaled by ECS: write ecs.express.scalingTarget',
      'settings.loadBalancers: it is set by ECS for an Express service, which takes no other',
      'container: an Express service has one container, Main, unless ecs.taskDefinition says more',
    ],
  ],
  [
    { ...place, express: {}, containers: { Main: { cpu: 64 }, proxy: 'proxy' } },
    [
      'containers.Main: write it under ecs.express.primaryContainer; its image is the image of the service',
      'containers.proxy: an Express service has one container, Main, unless ecs.taskDefinition says more',
    ],
  ],
  [
    { ...place, express: { cpu: 512, primaryContainer: {} }, taskDefinition: 'ecs/web.yaml' },
    [
      'express.primaryContainer: ecs.taskDefinition says it, and AWS takes only one of them',
      'express.cpu: ecs.taskDefinition says it, and AWS takes only one of them',
    ],
  ],
  [
    { ...place, express: {}, tasks: { migrate: { when: 'before', command: ['migrate'] } } },
    [
      'tasks.migrate: the revision is registered by ECS when the service is updated: a task before that needs ecs.taskDefinition',
    ],
  ],
  [{ cluster: 'shop', express: {} }, ['service: is required: ecs.express is of a service']],
  [
    { ...place, express: { cpus: 1, scalingTarget: { minTaskCount: 'two' }, primaryContainer: { image: 'x' } } },
    [
      'express.scalingTarget.minTaskCount: expected a number',
      'express.primaryContainer: Unrecognized key: "image"',
      'express: Unrecognized key: "cpus"',
    ],
  ],
])('%j is no Express service, and everything is told at once', (written, messages) => {
  const { error } = ecsOptions.safeParse(written);
  expect(error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)).toEqual(messages);
});

test('the container of an Express service is Main', () => {
  expect([...containersOf({ ...place, express: {} })]).toEqual([['Main', null]]);
});

test('the single container stands for the only image', () => {
  expect([...containersOf({ ...place, container: 'app' })]).toEqual([['app', null]]);
  expect([...containersOf({ ...place, containers: { web: 'web', nginx: 'proxy' } })]).toEqual([
    ['web', 'web'],
    ['nginx', 'proxy'],
  ]);
});

test.each([
  [{ desiredCount: '3' }, { desiredCount: 3 }],
  [{ desiredCount: 3 }, { desiredCount: 3 }],
  [{ desiredCount: null, enableExecuteCommand: 'true' }, { enableExecuteCommand: true }],
  [{ platformVersion: 1.4 }, { platformVersion: '1.4' }],
  [{ deploymentConfiguration: { maximumPercent: '150' } }, { deploymentConfiguration: { maximumPercent: 150 } }],
])('settings %j are parsed once, and stay so', (settings, parsed) => {
  const once = ecsOptions.parse({ ...place, container: 'app', settings });
  expect(once.settings).toEqual(parsed);
  expect(ecsOptions.parse(once)).toEqual(once);
});
