import { expect, test } from 'vitest';
import { definitionNames, namingPart, rolesInSettings } from './definition-names.ts';

test('the names of a definition, templates apart', () => {
  const definition = {
    family: 'api',
    taskRoleArn: 'task',
    executionRoleArn: '{{release.tag}}',
    cpu: '{{release.tag}}',
    containerDefinitions: [
      {
        name: 'app',
        image: '{{release.tag}}',
        secrets: [
          { name: 'A', valueFrom: '/b' },
          { name: 'B', valueFrom: '/a' },
          { name: 'C', valueFrom: '/a' },
        ],
        logConfiguration: {
          logDriver: 'awslogs',
          options: { 'awslogs-group': '/ecs/api', 'awslogs-create-group': 'true' },
        },
      },
      { name: 'side' },
    ],
  };
  const names = {
    family: 'api',
    taskRole: 'task',
    executionRole: null,
    secrets: ['/a', '/b'],
    logGroups: [{ group: '/ecs/api', region: null, created: true }],
  };
  expect(definitionNames(definition)).toEqual(names);
  expect(definitionNames(namingPart(definition))).toEqual(names);
  expect(JSON.stringify(namingPart(definition))).not.toContain('image');
});

test('what is no definition has no names', () => {
  const nothing = { family: '', taskRole: null, executionRole: null, secrets: [], logGroups: [] };
  expect(definitionNames({})).toEqual(nothing);
  expect(definitionNames(namingPart({ containerDefinitions: 7 }))).toEqual({ ...nothing });
});

test('roles that ECS acts with stand anywhere in settings', () => {
  expect(
    rolesInSettings({
      loadBalancers: [{ advancedConfiguration: { roleArn: 'a' } }],
      volumeConfigurations: [{ managedEBSVolume: { roleArn: 'b' } }],
      deploymentConfiguration: { lifecycleHooks: [{ roleArn: 'c' }, null] },
      role: 'none',
    }),
  ).toEqual(['a', 'b', 'c']);
  expect(rolesInSettings(undefined)).toEqual([]);
});
