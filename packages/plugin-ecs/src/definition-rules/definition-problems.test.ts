import type { JsonObject } from '@funade/core';
import { expect, test } from 'vitest';
import { realTaskDefinitions } from '../../test/real-task-definitions.ts';
import { toRegisterInput } from '../task-definition/to-register-input.ts';
import { definitionProblems } from './definition-problems.ts';

const role = 'arn:aws:iam::111111111111:role/exec';
const base: JsonObject = {
  family: 'web',
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  cpu: '256',
  memory: '512',
  executionRoleArn: role,
};
const app = { name: 'app', image: 'nginx', essential: true };

/** A definition for Fargate with one container that has these members beside its name and image. */
const one = (more: JsonObject, task: JsonObject = {}): JsonObject => ({
  ...base,
  ...task,
  containerDefinitions: [{ ...app, ...more }],
});
const two = (first: JsonObject, second: JsonObject, task: JsonObject = {}): JsonObject => ({
  ...base,
  ...task,
  containerDefinitions: [
    { ...app, ...first },
    { name: 'side', image: 'envoy', ...second },
  ],
});
const ec2 = { requiresCompatibilities: ['EC2'], networkMode: 'bridge', cpu: null, memory: null };

const rows: readonly (readonly [string, JsonObject, readonly string[]])[] = [
  ['the simplest', one({}), []],
  ['a size in words', one({}, { cpu: '1 vCPU', memory: '2 GB' }), []],
  ['a quarter', one({}, { cpu: '.25 vCPU', memory: '0.5GB' }), []],
  ['the largest size', one({}, { cpu: '32768', memory: '249856' }), []],
  [
    'too little memory',
    one({}, { cpu: '1024', memory: '1024' }),
    ['memory: Fargate has no size of 1024 CPU units with "1024"; write 2048 to 8192 MiB in steps of 1024'],
  ],
  [
    'memory between two steps',
    one({}, { cpu: '8192', memory: '17408' }),
    ['memory: Fargate has no size of 8192 CPU units with "17408"; write 16384 to 61440 MiB in steps of 4096'],
  ],
  [
    'a number of CPU units that is not there',
    one({}, { cpu: '300' }),
    ['cpu: "300" is not a size of Fargate; write one of 256, 512, 1024, 2048, 4096, 8192, 16384, 32768 CPU units'],
  ],
  [
    'Windows has fewer sizes',
    one({}, { runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' } }),
    ['cpu: "256" is not a size of Fargate for Windows; write one of 1024, 2048, 4096 CPU units'],
  ],
  ['no memory', one({}, { memory: null }), ['memory: Fargate needs it; write the MiB that go with cpu']],
  ['EC2 takes any size', one({ memory: 300 }, { ...ec2, cpu: '300' }), []],
  [
    'EC2 needs memory somewhere',
    one({}, ec2),
    [
      'containerDefinitions[app].memory: neither the task nor the container sets memory or memoryReservation; one of them is required',
    ],
  ],
  ['no image', one({ image: '' }), ['containerDefinitions[app].image: it is missing, and ECS requires it']],
  ['an image that a step pushes', one({ image: { $ref: ['ecr.push:a', 'reference'] } as unknown as JsonObject }), []],
  [
    'a secret without a place',
    one({ secrets: [{ name: 'DB' }] }),
    ['containerDefinitions[app].secrets[DB].valueFrom: it is missing, and ECS requires it'],
  ],
  [
    'secrets without a role',
    one({ secrets: [{ name: 'DB', valueFrom: 'db' }] }, { executionRoleArn: null }),
    ['executionRoleArn: it is missing, and ECS requires it because its containers have secrets'],
  ],
  [
    'an image of ECR and logs on Fargate without a role',
    one(
      {
        image: '111111111111.dkr.ecr.eu-west-1.amazonaws.com/web:1',
        logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': 'web' } },
      },
      { executionRoleArn: null },
    ),
    [
      'executionRoleArn: it is missing, and ECS requires it because it pulls from ECR on Fargate and it logs to awslogs on Fargate',
    ],
  ],
  [
    'logs to no group',
    one({ logConfiguration: { logDriver: 'awslogs', options: {} } }),
    ['containerDefinitions[app].logConfiguration.options.awslogs-group: it is missing, and awslogs requires it'],
  ],
  [
    'logs to a router that is not there',
    one({ logConfiguration: { logDriver: 'awsfirelens' } }),
    [
      'containerDefinitions[app].logConfiguration.logDriver: awsfirelens needs a container with a firelensConfiguration',
    ],
  ],
  [
    'a router that nobody uses',
    one({ firelensConfiguration: { type: 'fluentbit' } }),
    ['containerDefinitions[app].firelensConfiguration: no container logs to awsfirelens'],
  ],
  [
    'a network mode that is not there',
    one({}, { networkMode: 'awsVpc' }),
    ['networkMode: "awsVpc" is not one of awsvpc, bridge, host, none', 'networkMode: "awsVpc"; Fargate needs awsvpc'],
  ],
  ['bridge on Fargate', one({}, { networkMode: 'bridge' }), ['networkMode: "bridge"; Fargate needs awsvpc']],
  [
    'a compatibility that is not there',
    one({}, { requiresCompatibilities: ['fargate'] }),
    ['requiresCompatibilities[0]: "fargate" is not one of EC2, FARGATE, EXTERNAL, MANAGED_INSTANCES'],
  ],
  [
    'an architecture that is not there',
    one({}, { runtimePlatform: { cpuArchitecture: 'arm64' } }),
    ['runtimePlatform.cpuArchitecture: "arm64" is not one of X86_64, ARM64'],
  ],
  [
    'privileged on Fargate',
    one({ privileged: true }),
    ['containerDefinitions[app].privileged: Fargate runs no privileged containers'],
  ],
  [
    'what Fargate has not',
    one(
      { linuxParameters: { devices: [{ hostPath: '/dev/x' }], capabilities: { add: ['NET_ADMIN', 'SYS_PTRACE'] } } },
      { pidMode: 'host', placementConstraints: [{ type: 'memberOf' }] },
    ),
    [
      'pidMode: "host" is not supported on Fargate; write "task" or leave it out',
      'placementConstraints: Fargate does not support them; remove them',
      'containerDefinitions[app].linuxParameters.devices: Fargate does not support them; remove them',
      'containerDefinitions[app].linuxParameters.capabilities.add: NET_ADMIN: Fargate can add only SYS_PTRACE',
    ],
  ],
  [
    'two containers of one name',
    two({}, { name: 'app' }),
    ['containerDefinitions[app]: another container has that name; names are unique in a task definition'],
  ],
  [
    'nothing essential',
    two({ essential: false }, { essential: false }),
    ['containerDefinitions: no container is essential; set essential to true for one of them'],
  ],
  [
    'a dependency that is not there',
    one({ dependsOn: [{ containerName: 'db', condition: 'START' }] }),
    ['containerDefinitions[app].dependsOn[db]: there is no container "db"; there are app'],
  ],
  [
    'the success of what never ends',
    two({ dependsOn: [{ containerName: 'side', condition: 'SUCCESS' }] }, {}),
    [
      'containerDefinitions[app].dependsOn[side]: side is essential, so nothing can wait for its SUCCESS; set its essential to false',
    ],
  ],
  [
    'the health of what has no check',
    two({ dependsOn: [{ containerName: 'side', condition: 'HEALTHY' }] }, {}),
    ['containerDefinitions[app].dependsOn[side]: side has no healthCheck, which condition HEALTHY needs'],
  ],
  [
    'a circle',
    two(
      { dependsOn: [{ containerName: 'side', condition: 'START' }] },
      { dependsOn: [{ containerName: 'app', condition: 'START' }] },
    ),
    ['containerDefinitions[app].dependsOn: it depends on itself through side'],
  ],
  [
    'a health check out of bounds',
    one({ healthCheck: { command: ['CMD', 'true'], interval: 400, retries: 0 } }),
    [
      'containerDefinitions[app].healthCheck.interval: 400 is not between 5 and 300',
      'containerDefinitions[app].healthCheck.retries: 0 is not between 1 and 10',
    ],
  ],
  [
    'a health check without its first word',
    one({ healthCheck: { command: ['curl', 'localhost'] } }),
    ['containerDefinitions[app].healthCheck.command: it begins with "curl"; the first item is CMD or CMD-SHELL'],
  ],
  ['stopping for 120 seconds', one({ stopTimeout: 120 }), []],
  [
    'stopping for longer',
    one({ stopTimeout: 121 }),
    ['containerDefinitions[app].stopTimeout: 121 is more than the 120 seconds that Fargate waits'],
  ],
  ['memory as much as reserved', one({ memory: 256, memoryReservation: 256 }), []],
  [
    'memory less than reserved',
    one({ memory: 128, memoryReservation: 256 }),
    ['containerDefinitions[app].memory: 128 is less than memoryReservation 256; write at least as much'],
  ],
  [
    'memory more than the task',
    one({ memory: 1024 }),
    ['containerDefinitions[app].memory: 1024 is more than the 512 of the task'],
  ],
  [
    'cpu more than the task',
    two({ cpu: 200 }, { cpu: 100 }),
    ['containerDefinitions: the cpu of its containers adds up to 300, more than the 256 of the task'],
  ],
  [
    'links in awsvpc',
    one({ links: ['side'], hostname: 'web' }),
    [
      'containerDefinitions[app].links: links are not supported with networkMode awsvpc; containers of a task reach each other on localhost',
      'containerDefinitions[app].hostname: it is not supported with networkMode awsvpc; remove it',
    ],
  ],
  ['equal ports', one({ portMappings: [{ containerPort: 80, hostPort: 80 }] }), []],
  [
    'another host port in awsvpc',
    one({ portMappings: [{ containerPort: 80, hostPort: 8080 }] }),
    [
      'containerDefinitions[app].portMappings[0].hostPort: 8080 is not containerPort 80, which networkMode awsvpc needs; leave hostPort out',
    ],
  ],
  ['another host port in bridge', one({ memory: 128, portMappings: [{ containerPort: 80, hostPort: 8080 }] }, ec2), []],
  [
    'a mapping without a port',
    one({ portMappings: [{ protocol: 'http' }] }),
    [
      'containerDefinitions[app].portMappings[0].protocol: "http" is not one of tcp, udp',
      'containerDefinitions[app].portMappings[0].containerPort: it is missing, and ECS requires it',
    ],
  ],
  [
    'two ports of one name',
    two({ portMappings: [{ containerPort: 80, name: 'web' }] }, { portMappings: [{ containerPort: 81, name: 'web' }] }),
    ['containerDefinitions: two port mappings are named "web"; names are unique in a task definition'],
  ],
  [
    'two containers on one port',
    two({ portMappings: [{ containerPort: 80 }] }, { portMappings: [{ containerPort: 80 }] }),
    ['containerDefinitions: container port 80/tcp is mapped twice; the containers of a task share its network'],
  ],
  [
    'a volume that is not there',
    one({ mountPoints: [{ sourceVolume: 'data', containerPath: '/data' }] }),
    ['containerDefinitions[app].mountPoints[data]: there are no volumes; name it under volumes'],
  ],
  [
    'an access point without encryption',
    one(
      { mountPoints: [{ sourceVolume: 'data', containerPath: '/data' }] },
      {
        volumes: [
          {
            name: 'data',
            efsVolumeConfiguration: { fileSystemId: 'fs-1', authorizationConfig: { accessPointId: 'fsap-1' } },
          },
        ],
      },
    ),
    ['volumes[data].efsVolumeConfiguration: an access point needs transitEncryption ENABLED'],
  ],
  [
    'storage too small',
    one({}, { ephemeralStorage: { sizeInGiB: 20 } }),
    ['ephemeralStorage.sizeInGiB: 20 is not between 21 and 200'],
  ],
  [
    'all at once',
    one({ privileged: true, stopTimeout: 1 }, { cpu: '300' }),
    [
      'cpu: "300" is not a size of Fargate; write one of 256, 512, 1024, 2048, 4096, 8192, 16384, 32768 CPU units',
      'containerDefinitions[app].privileged: Fargate runs no privileged containers',
      'containerDefinitions[app].stopTimeout: 1 is less than 2 seconds',
    ],
  ],
];

test.each(rows)('%s', (_, ...[definition, expected]) => {
  expect(definitionProblems(definition, null).map(({ path, message }) => `${path}: ${message}`)).toEqual(expected);
});

test('what the running revision breaks too, ECS has accepted', () => {
  const running = one({ privileged: true });
  expect(definitionProblems({ ...running, memory: '1024' }, running)).toEqual([]);
  expect(definitionProblems({ ...running, memory: '700' }, running)).toHaveLength(1);
});

test.each(realTaskDefinitions)('a definition that ECS holds breaks nothing: $what', ({ body }) => {
  const taskDefinition = JSON.parse(typeof body === 'string' ? body : JSON.stringify(body)) as JsonObject;
  expect(definitionProblems(toRegisterInput({ taskDefinition, tags: [] }), null)).toEqual([]);
});
