import type { JsonObject } from '@funade/core';
import { expect, test } from 'vitest';
import { otherDefinitions, sameDefinitions } from '../../test/normalise-cases.ts';
import { definitionChanges } from './definition-changes.ts';

const running: JsonObject = {
  family: 'shop',
  cpu: '256',
  volumes: [],
  networkMode: 'awsvpc',
  containerDefinitions: [
    {
      name: 'app',
      image: 'shop:1',
      essential: true,
      portMappings: [{ containerPort: 80, hostPort: 80, protocol: 'tcp' }],
    },
    {
      name: 'proxy',
      image: 'proxy:1',
      environment: [
        { name: 'MODE', value: 'a' },
        { name: 'PORT', value: '80' },
      ],
    },
  ],
};

test('what ECS fills in, other units and another order are no changes', () => {
  const result: JsonObject = {
    family: 'shop',
    cpu: '0.25 vCPU',
    networkMode: 'awsvpc',
    containerDefinitions: [
      {
        name: 'proxy',
        image: 'proxy:1',
        environment: [
          { name: 'PORT', value: '80' },
          { name: 'MODE', value: 'b' },
        ],
      },
      { name: 'app', image: 'shop:2', portMappings: [{ containerPort: 80 }] },
    ],
    tags: [{ key: 'funade:release', value: '2' }],
  };
  expect(definitionChanges({ running, other: null, result })).toEqual([
    { path: 'containerDefinitions[proxy].environment[MODE]', from: 'a', to: 'b' },
    { path: 'containerDefinitions[app].image', from: 'shop:1', to: 'shop:2' },
  ]);
});

test.each(otherDefinitions)('%s is shown', (_, ...[before, result]) => {
  expect(definitionChanges({ running: before, other: null, result })).not.toEqual([]);
});

test.each(sameDefinitions)('%s is not shown', (_, ...[before, result]) => {
  expect(definitionChanges({ running: before, other: null, result })).toEqual([]);
});

const port = { containerPort: 80, hostPort: 80, protocol: 'tcp' };
const container = (fields: JsonObject): JsonObject => ({
  networkMode: 'awsvpc',
  containerDefinitions: [{ name: 'app', ...fields }],
});

test.each<[string, JsonObject, JsonObject, readonly string[]]>([
  [
    'a member of a port as ECS answers it',
    container({ portMappings: [port] }),
    container({ portMappings: [{ ...port, appProtocol: 'http' }] }),
    ['containerDefinitions[app].portMappings[80/tcp].appProtocol'],
  ],
  [
    'a port in place of another',
    container({ portMappings: [port] }),
    container({ portMappings: [{ containerPort: 81 }] }),
    ['containerDefinitions[app].portMappings[81/tcp]', 'containerDefinitions[app].portMappings[80/tcp]'],
  ],
  [
    'a port that goes',
    container({ portMappings: [port] }),
    container({ portMappings: [] }),
    ['containerDefinitions[app].portMappings[80/tcp]'],
  ],
  [
    'another range of ports',
    container({ portMappings: [{ containerPortRange: '80-90', protocol: 'tcp' }] }),
    container({ portMappings: [{ containerPortRange: '80-91', protocol: 'tcp' }] }),
    ['containerDefinitions[app].portMappings[80-91/tcp]', 'containerDefinitions[app].portMappings[80-90/tcp]'],
  ],
  [
    'an accelerator that stands elsewhere when sorted',
    { inferenceAccelerators: [{ deviceName: 'z' }, { deviceName: 'a', deviceType: 'b' }] },
    { inferenceAccelerators: [{ deviceName: 'z' }, { deviceName: 'a', deviceType: 'c' }] },
    ['inferenceAccelerators[a].deviceType'],
  ],
  [
    'a port of a list that has no names as it is spelled',
    container({ portMappings: [port, { ...port, containerPort: { $number: '80.0' } }] }),
    container({ portMappings: [port, { ...port, containerPort: { $number: '80.0' }, name: 'b' }] }),
    ['containerDefinitions[app].portMappings[tcp].name'],
  ],
  [
    'one of two hosts of a name',
    container({
      extraHosts: [
        { hostname: 'h', ipAddress: '9' },
        { hostname: 'h', ipAddress: '1' },
      ],
    }),
    container({
      extraHosts: [
        { hostname: 'h', ipAddress: '9' },
        { hostname: 'h', ipAddress: '99' },
      ],
    }),
    ['containerDefinitions[app].extraHosts[1].ipAddress'],
  ],
])('%s is told where it is', (_, ...[before, result, paths]) => {
  expect(definitionChanges({ running: before, other: null, result }).map(({ path }) => path)).toEqual(paths);
});

test('where three differ, each is shown and who wins', () => {
  const base = { ...running, cpu: '512', memory: '1024', ephemeralStorage: { sizeInGiB: 30 } };
  const result = { ...base, cpu: '1024' };
  const other = { name: 'shop:13', definition: base };
  expect(definitionChanges({ running, other, result })).toEqual([
    { path: 'cpu', from: '256', to: '1024', other: { name: 'shop:13', value: '512' }, winner: 'config' },
    { path: 'memory', from: null, to: '1024', other: { name: 'shop:13', value: '1024' }, winner: 'other' },
    {
      path: 'ephemeralStorage',
      from: null,
      to: { sizeInGiB: 30 },
      other: { name: 'shop:13', value: { sizeInGiB: 30 } },
      winner: 'other',
    },
  ]);
  expect(
    definitionChanges({ running, other, result: { ...running } }).map(({ path, winner }) => [path, winner]),
  ).toEqual([
    ['cpu', 'running'],
    ['memory', 'running'],
    ['ephemeralStorage', 'running'],
  ]);
});

test('where nothing runs, everything is new', () => {
  const result = { family: 'shop', containerDefinitions: [{ name: 'app', image: 'shop:1' }] };
  expect(definitionChanges({ running: null, other: null, result })).toEqual([
    { path: 'family', from: null, to: 'shop' },
    { path: 'containerDefinitions[app]', from: null, to: { name: 'app', image: 'shop:1' } },
  ]);
});
