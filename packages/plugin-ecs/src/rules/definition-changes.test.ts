import type { JsonObject } from '@funade/core';
import { expect, test } from 'vitest';
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
