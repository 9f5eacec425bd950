import { deepFreeze } from '@funade/core/testing';
import { expect, test } from 'vitest';
import { logGroupsOf, rolesOf, secretsOf } from './references.ts';

const definition = deepFreeze({
  executionRoleArn: 'arn:aws:iam::222222222222:role/execution',
  taskRoleArn: { $ref: ['terraform.read:x', 'role'] },
  containerDefinitions: [
    {
      name: 'app',
      secrets: [
        { name: 'DB_URL', valueFrom: '/shop/db' },
        { name: 'LATER', valueFrom: { $ref: ['a:b', 'c'] } },
      ],
      repositoryCredentials: {
        credentialsParameter: 'arn:aws:secretsmanager:eu-west-1:222222222222:secret:hub-AbCdEf',
      },
      logConfiguration: {
        logDriver: 'awslogs',
        options: { 'awslogs-group': '/ecs/api', 'awslogs-region': 'eu-west-1', 'awslogs-create-group': 'true' },
      },
    },
    {
      name: 'agent',
      logConfiguration: {
        logDriver: 'splunk',
        options: { 'awslogs-group': 'not one' },
        secretOptions: [{ name: 'splunk-token', valueFrom: '/shop/splunk' }],
      },
    },
    { name: 'bare', logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': 'bare' } } },
    { name: 'odd', logConfiguration: { logDriver: 'awslogs' }, secrets: null },
  ],
});

test('roles are those whose ARN is known', () => {
  expect(rolesOf(definition)).toEqual([{ usage: 'execution role', arn: 'arn:aws:iam::222222222222:role/execution' }]);
});

test('secrets are variables, options of log drivers and credentials of registries', () => {
  expect(secretsOf(definition).map(({ container, name, valueFrom }) => `${container} ${name} ${valueFrom}`)).toEqual([
    'app DB_URL /shop/db',
    'app registry credentials arn:aws:secretsmanager:eu-west-1:222222222222:secret:hub-AbCdEf',
    'agent splunk-token /shop/splunk',
  ]);
});

test('log groups are those of the awslogs driver', () => {
  expect(logGroupsOf(definition)).toEqual([
    { container: 'app', group: '/ecs/api', region: 'eu-west-1', created: true },
    { container: 'bare', group: 'bare', region: null, created: false },
  ]);
});

test('an empty task definition refers to nothing', () => {
  expect([rolesOf({}), secretsOf({}), logGroupsOf({})]).toEqual([[], [], []]);
});
