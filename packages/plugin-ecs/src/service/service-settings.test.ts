import type { JsonObject } from '@funade/core';
import { expect, test } from 'vitest';
import { settingsChange, settingsHold } from './service-settings.ts';

const network = (subnets: readonly string[], more: JsonObject = {}): JsonObject => ({
  networkConfiguration: { awsvpcConfiguration: { subnets, ...more } },
});

test.each<[string, JsonObject, JsonObject]>([
  ['nothing', {}, { desiredCount: 2 }],
  ['the same count', { desiredCount: 2 }, { desiredCount: 2 }],
  ['order of subnets', network(['a', 'b']), network(['b', 'a'])],
  ['members that nobody wrote', network(['a']), network(['a'], { assignPublicIp: 'DISABLED', securityGroups: [] })],
  [
    'a part of the deployment configuration',
    { deploymentConfiguration: { maximumPercent: 200 } },
    { deploymentConfiguration: { maximumPercent: 200, minimumHealthyPercent: 100, strategy: 'ROLLING' } },
  ],
  ['a default', { propagateTags: 'NONE', enableExecuteCommand: false }, {}],
  ['defaults of where tasks run', { availabilityZoneRebalancing: 'DISABLED', platformVersion: 'LATEST' }, {}],
  ['no load balancers', { loadBalancers: [] }, {}],
  [
    'fields that the answer adds to an item',
    { loadBalancers: [{ targetGroupArn: 't', containerName: 'app', containerPort: 80 }] },
    { loadBalancers: [{ targetGroupArn: 't', containerName: 'app', containerPort: 80, future: 1 }] },
  ],
  ['null', { desiredCount: null }, { desiredCount: 2 }],
])('%s holds already', (_, ...[written, running]) => expect(settingsHold(written, running)).toBe(true));

test.each<[string, JsonObject, JsonObject, JsonObject, JsonObject, boolean]>([
  ['another count', { desiredCount: 3 }, { desiredCount: 2 }, { desiredCount: 3 }, { desiredCount: 2 }, false],
  [
    'a member of a structure, sent with those that run',
    { deploymentConfiguration: { maximumPercent: 150 } },
    { deploymentConfiguration: { maximumPercent: 200, strategy: 'ROLLING', future: 1 } },
    { deploymentConfiguration: { maximumPercent: 150, strategy: 'ROLLING', future: 1 } },
    { deploymentConfiguration: { maximumPercent: 200, strategy: 'ROLLING', future: 1 } },
    false,
  ],
  ['another subnet', network(['a', 'c']), network(['a', 'b']), network(['a', 'c']), network(['a', 'b']), true],
  ['one subnet more', network(['a', 'b']), network(['a']), network(['a', 'b']), network(['a']), true],
  ['the same subnet twice', network(['a', 'a']), network(['a', 'b']), network(['a', 'a']), network(['a', 'b']), true],
  [
    'a list that was not there',
    { serviceRegistries: [{ registryArn: 'r' }] },
    {},
    { serviceRegistries: [{ registryArn: 'r' }] },
    { serviceRegistries: [] },
    true,
  ],
  [
    'another order of strategies',
    { placementStrategy: [{ type: 'spread' }, { type: 'binpack', field: 'memory' }] },
    { placementStrategy: [{ type: 'binpack', field: 'memory' }, { type: 'spread' }] },
    { placementStrategy: [{ type: 'spread' }, { type: 'binpack', field: 'memory' }] },
    { placementStrategy: [{ type: 'binpack', field: 'memory' }, { type: 'spread' }] },
    false,
  ],
  [
    'a member of an item, sent with those that run',
    { loadBalancers: [{ targetGroupArn: 't', containerPort: 81 }, { targetGroupArn: 'new' }] },
    { loadBalancers: [{ targetGroupArn: 't', containerPort: 80, advancedConfiguration: { roleArn: 'r' } }] },
    {
      loadBalancers: [
        { targetGroupArn: 't', containerPort: 81, advancedConfiguration: { roleArn: 'r' } },
        { targetGroupArn: 'new' },
      ],
    },
    { loadBalancers: [{ targetGroupArn: 't', containerPort: 80, advancedConfiguration: { roleArn: 'r' } }] },
    true,
  ],
  [
    'an item that may be one of two as it is written',
    { loadBalancers: [{ targetGroupArn: 't', containerPort: 82 }] },
    {
      loadBalancers: [
        { targetGroupArn: 't', containerPort: 80, future: 1 },
        { targetGroupArn: 't', containerPort: 81 },
      ],
    },
    { loadBalancers: [{ targetGroupArn: 't', containerPort: 82 }] },
    {
      loadBalancers: [
        { targetGroupArn: 't', containerPort: 80, future: 1 },
        { targetGroupArn: 't', containerPort: 81 },
      ],
    },
    true,
  ],
  ['a setting without a rollback', { platformVersion: '1.4.0' }, {}, { platformVersion: '1.4.0' }, {}, true],
])('%s is sent', (_, ...[written, running, send, back, startsDeployment]) => {
  expect(settingsChange(written, running)).toMatchObject({ send, back, fixed: [], startsDeployment });
});

test('what only CreateService takes is named', () => {
  expect(settingsChange({ launchType: 'FARGATE', desiredCount: 2 }, { launchType: 'EC2', desiredCount: 2 })).toEqual({
    send: {},
    before: {},
    back: {},
    fixed: ['launchType'],
    startsDeployment: false,
  });
});
