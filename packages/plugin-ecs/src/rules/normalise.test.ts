import type { JsonObject } from '@funade/core';
import { expect, test } from 'vitest';
import { sameTaskDefinition } from './same-task-definition.ts';

const container = (fields: JsonObject): JsonObject => ({
  family: 'a',
  networkMode: 'awsvpc',
  containerDefinitions: [{ name: 'app', image: 'app:1', ...fields }],
});
const volume = (fields: JsonObject): JsonObject => ({ family: 'a', volumes: [{ name: 'data', ...fields }] });
const variables = [
  { name: 'A', value: '1' },
  { name: 'B', value: '' },
];

test.each<[string, JsonObject, JsonObject]>([
  ['CPU in vCPU', { cpu: '0.25 vCPU' }, { cpu: '256' }],
  ['CPU without a space', { cpu: '.5vcpu' }, { cpu: '512' }],
  ['memory in GB', { memory: '1 GB' }, { memory: '1024' }],
  ['memory with a fraction', { memory: '0.5GB' }, { memory: '512' }],
  ['CPU as a number', { cpu: 256 }, { cpu: '256' }],
  [
    'order of compatibilities',
    { requiresCompatibilities: ['EC2', 'FARGATE'] },
    { requiresCompatibilities: ['FARGATE', 'EC2'] },
  ],
  ['no placement constraints', { placementConstraints: [] }, {}],
  ['fault injection off', { enableFaultInjection: false }, {}],
  ['a member that is null', { ipcMode: null }, {}],
  ['order of variables', container({ environment: variables }), container({ environment: variables.toReversed() })],
  [
    'order of containers',
    { containerDefinitions: [{ name: 'a' }, { name: 'b' }] },
    { containerDefinitions: [{ name: 'b' }, { name: 'a' }] },
  ],
  ['no CPU', container({ cpu: 0 }), container({})],
  ['no CPU, spelled 0.0', container({ cpu: { $number: '0.0' } }), container({})],
  ['an essential container', container({ essential: true }), container({})],
  ['version consistency', container({ versionConsistency: 'enabled' }), container({})],
  [
    'empty lists',
    container({
      environment: [],
      mountPoints: [],
      portMappings: [],
      volumesFrom: [],
      systemControls: [],
      environmentFiles: [],
      links: [],
    }),
    container({}),
  ],
  ['no labels', container({ dockerLabels: {} }), container({})],
  [
    'a port of awsvpc',
    container({ portMappings: [{ containerPort: 80, hostPort: 80, protocol: 'tcp' }] }),
    container({ portMappings: [{ containerPort: 80 }] }),
  ],
  [
    'a port of the bridge',
    { containerDefinitions: [{ portMappings: [{ containerPort: 80, hostPort: 0, protocol: 'tcp' }] }] },
    { containerDefinitions: [{ portMappings: [{ containerPort: 80 }] }] },
  ],
  [
    'log options',
    container({ logConfiguration: { logDriver: 'awslogs', options: {}, secretOptions: [] } }),
    container({ logConfiguration: { logDriver: 'awslogs' } }),
  ],
  [
    'a health check',
    container({ healthCheck: { command: ['x'], interval: 30, timeout: 5, retries: 3 } }),
    container({ healthCheck: { command: ['x'] } }),
  ],
  ['a volume without a host', volume({ host: {} }), volume({})],
  ['a volume not configured at launch', volume({ configuredAtLaunch: false }), volume({})],
  [
    'a file system',
    volume({ efsVolumeConfiguration: { fileSystemId: 'f', rootDirectory: '/', transitEncryption: 'DISABLED' } }),
    volume({ efsVolumeConfiguration: { fileSystemId: 'f' } }),
  ],
  ['spelling of a number', container({ memory: { $number: '5.12e2' } }), container({ memory: 512 })],
  ['tags of the making', { tags: [{ key: 'funade:commit', value: 'c' }] }, {}],
])('%s makes no other definition', (_, ...[a, b]) => expect(sameTaskDefinition(a, b)).toBe(true));

test.each<[string, JsonObject, JsonObject]>([
  ['more memory', { memory: '1024' }, { memory: '2 GB' }],
  ['another unit', { memory: '1 MB' }, { memory: '1 GB' }],
  ['another order of words', container({ command: ['a', 'b'] }), container({ command: ['b', 'a'] })],
  ['an empty command', container({ command: [] }), container({})],
  [
    'a variable without a value',
    container({ environment: [{ name: 'B' }] }),
    container({ environment: [{ name: 'B', value: '' }] }),
  ],
  [
    'another port of the host',
    container({ portMappings: [{ containerPort: 80, hostPort: 81 }] }),
    container({ portMappings: [{ containerPort: 80 }] }),
  ],
  ['a container that may end', container({ essential: false }), container({})],
  [
    'order of files with variables',
    container({ environmentFiles: [{ value: 'a' }, { value: 'b' }] }),
    container({ environmentFiles: [{ value: 'b' }, { value: 'a' }] }),
  ],
  ['order of name servers', container({ dnsServers: ['a', 'b'] }), container({ dnsServers: ['b', 'a'] })],
  ['a list of the future', container({ future: [] }), container({})],
  ['order of a list of the future', container({ future: [1, 2] }), container({ future: [2, 1] })],
  [
    'the last digit of a large number',
    container({ future: { $number: '12345678901234567890' } }),
    container({ future: { $number: '12345678901234567891' } }),
  ],
  ['fault injection on', { enableFaultInjection: true }, {}],
  ['a tag', { tags: [{ key: 'team', value: 'shop' }] }, {}],
  [
    'another root of a file system',
    volume({ efsVolumeConfiguration: { rootDirectory: '/a' } }),
    volume({ efsVolumeConfiguration: {} }),
  ],
  [
    'a longer health check',
    container({ healthCheck: { command: ['x'], interval: 31 } }),
    container({ healthCheck: { command: ['x'] } }),
  ],
])('%s makes another definition', (_, ...[a, b]) => expect(sameTaskDefinition(a, b)).toBe(false));
