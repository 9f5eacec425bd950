import type { JsonObject } from '@funade/core';

/** Two definitions and what is between them. */
type Case = readonly [what: string, one: JsonObject, other: JsonObject];

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

const unordered: Readonly<Record<string, readonly JsonObject[]>> = {
  secrets: [
    { name: 'A', valueFrom: 'a' },
    { name: 'B', valueFrom: 'b' },
  ],
  portMappings: [{ containerPort: 80 }, { containerPort: 81 }],
  mountPoints: [{ containerPath: '/a' }, { containerPath: '/b' }],
  volumesFrom: [{ sourceContainer: 'a' }, { sourceContainer: 'b' }],
  systemControls: [{ namespace: 'a' }, { namespace: 'b' }],
  ulimits: [{ name: 'core' }, { name: 'cpu' }],
  resourceRequirements: [{ type: 'GPU' }, { type: 'InferenceAccelerator' }],
  dependsOn: [{ containerName: 'a' }, { containerName: 'b' }],
  extraHosts: [{ hostname: 'a' }, { hostname: 'b' }],
};
const unorderedOfTask: Readonly<Record<string, readonly JsonObject[]>> = {
  placementConstraints: [{ type: 'distinctInstance' }, { type: 'memberOf' }],
  inferenceAccelerators: [{ deviceName: 'a' }, { deviceName: 'b' }],
  volumes: [{ name: 'a' }, { name: 'b' }],
  tags: [{ key: 'a' }, { key: 'b' }],
};
const secretOptions = [
  { name: 'A', valueFrom: 'a' },
  { name: 'B', valueFrom: 'b' },
];
const ports = (networkMode: string, hostPort: number): JsonObject => ({
  networkMode,
  containerDefinitions: [{ portMappings: [{ containerPort: 80, hostPort }] }],
});

const hostPortless = (networkMode: string): JsonObject => ({
  networkMode,
  containerDefinitions: [{ portMappings: [{ containerPort: 80 }] }],
});

/** Pairs that ECS takes for the same. */
export const sameDefinitions: readonly Case[] = [
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
  ['tags of the provenance', { tags: [{ key: 'funade:commit', value: 'c' }] }, {}],
  ...Object.entries(unordered).map(
    ([list, items]): Case => [
      `order of ${list}`,
      container({ [list]: items }),
      container({ [list]: items.toReversed() }),
    ],
  ),
  ...Object.entries(unorderedOfTask).map(
    ([list, items]): Case => [`order of ${list}`, { [list]: items }, { [list]: items.toReversed() }],
  ),
  [
    'lists that are empty',
    container({ secrets: [], ulimits: [], resourceRequirements: [], dependsOn: [], extraHosts: [] }),
    container({}),
  ],
  [
    'ordered lists that are empty',
    container({ dnsServers: [], dnsSearchDomains: [], dockerSecurityOptions: [], credentialSpecs: [] }),
    container({}),
  ],
  ['lists of the task that are empty', { requiresCompatibilities: [], inferenceAccelerators: [], volumes: [] }, {}],
  ['tags that are empty', { family: 'a', tags: [] }, { family: 'a' }],
  [
    'order of the options of a log that are secrets',
    container({ logConfiguration: { secretOptions } }),
    container({ logConfiguration: { secretOptions: secretOptions.toReversed() } }),
  ],
  ['a port of the host itself', ports('host', 80), { ...ports('host', 80), ...hostPortless('host') }],
  ['white space around a unit', { cpu: ' 256 ', memory: ' 1 GB ' }, { cpu: '256', memory: '1024' }],
  ['a memory that is no whole number', { memory: '0.3 GB' }, { memory: '307' }],
  ['a fraction with a zero more', container({ future: { $number: '0.50' } }), container({ future: 0.5 })],
  [
    'capitals in a number',
    container({ future: { $number: '12345678901234E5' } }),
    container({ future: { $number: '12345678901234e5' } }),
  ],
  [
    'a number in another notation',
    container({ future: { $number: '15e-1' } }),
    container({ future: { $number: '1.50' } }),
  ],
];

/** Pairs that it does not. */
export const otherDefinitions: readonly Case[] = [
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
    'another order of a variable that appears twice',
    container({
      environment: [
        { name: 'A', value: '1' },
        { name: 'A', value: '2' },
      ],
    }),
    container({
      environment: [
        { name: 'A', value: '2' },
        { name: 'A', value: '1' },
      ],
    }),
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
  ['a unit in another word', { cpu: '0.25 vCPUs' }, { cpu: '256' }],
  ['more words before a unit', { cpu: 'at 0.25 vCPU', memory: '1024' }, { cpu: '256', memory: '1024' }],
  ['more words before a unit of memory', { memory: 'at 1 GB' }, { memory: '1024' }],
  ['more words behind a unit of memory', { memory: '1 GB free' }, { memory: '1024' }],
  ['a port of the bridge that is the same outside', ports('bridge', 80), hostPortless('bridge')],
  [
    'a fraction next to a whole number',
    container({ future: { $number: '0.99999999999999999999' } }),
    container({ future: 1 }),
  ],
  [
    'a fraction next to a whole number, with an exponent',
    container({ future: { $number: '9.9999999999999999999e1' } }),
    container({ future: 100 }),
  ],
  [
    'numbers that JavaScript has no room for',
    container({ future: { $number: '1e400' } }),
    container({ future: { $number: '2e400' } }),
  ],
  [
    'the sixteenth digit',
    container({ future: { $number: '9007199254740993' } }),
    container({ future: { $number: '9007199254740992.0' } }),
  ],
];
