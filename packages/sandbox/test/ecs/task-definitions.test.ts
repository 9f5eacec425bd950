import { expect, test } from 'vitest';
import { epoch, startRegion } from './region.ts';

const container = { name: 'app', image: 'app:1', memory: 128 };
const arn = (name: string): string => `arn:aws:ecs:ap-northeast-1:111111111111:task-definition/${name}`;

test('2.1 a registered revision says who, when, where it can run and what it needs', () => {
  const region = startRegion();
  const { taskDefinition } = region.call('RegisterTaskDefinition', {
    family: 'api',
    networkMode: 'awsvpc',
    cpu: '256',
    memory: '512',
    requiresCompatibilities: ['FARGATE'],
    containerDefinitions: [{ name: 'app', image: 'app:1' }],
  });
  expect(taskDefinition).toMatchObject({
    taskDefinitionArn: arn('api:3'),
    revision: 3,
    status: 'ACTIVE',
    registeredAt: epoch / 1000,
    registeredBy: 'arn:aws:iam::111111111111:user/tester',
    compatibilities: ['EC2', 'FARGATE', 'MANAGED_INSTANCES'],
  });
  expect(taskDefinition.requiresAttributes).toContainEqual({ name: 'ecs.capability.task-eni' });
});

test('2.2 unknown members, empty strings, zeros and false come back as they were sent', () => {
  const region = startRegion();
  const strange = {
    family: 'odd',
    enableFaultInjection: false,
    futureTaskField: { mode: 'ON' },
    volumes: [{ name: 'v', efsVolumeConfiguration: { fileSystemId: 'fs-1', future: [1, null] } }],
    containerDefinitions: [
      {
        ...container,
        cpu: 0,
        mountPoints: [{ sourceVolume: 'v', containerPath: '/v' }],
        futureContainerField: { a: 1 },
        environment: [{ name: 'EMPTY', value: '' }],
        resourceRequirements: [{ type: 'GPU', value: '1', futureSharing: 'x' }],
      },
    ],
  };
  region.call('RegisterTaskDefinition', strange);
  expect(region.call('DescribeTaskDefinition', { taskDefinition: 'odd' }).taskDefinition).toMatchObject(strange);
});

test('2.3 defaults are filled in and units resolved', () => {
  const region = startRegion();
  const { taskDefinition } = region.call('RegisterTaskDefinition', {
    family: 'units',
    networkMode: 'awsvpc',
    cpu: '0.25 vCPU',
    memory: '1 GB',
    containerDefinitions: [{ name: 'app', image: 'app:1', portMappings: [{ containerPort: 80 }] }],
  });
  expect(taskDefinition).toMatchObject({ cpu: '256', memory: '1024', volumes: [], placementConstraints: [] });
  expect(taskDefinition.containerDefinitions[0]).toEqual({
    name: 'app',
    image: 'app:1',
    cpu: 0,
    essential: true,
    environment: [],
    mountPoints: [],
    volumesFrom: [],
    systemControls: [],
    portMappings: [{ containerPort: 80, hostPort: 80, protocol: 'tcp' }],
  });
});

test('2.4 tags stand beside the task definition and are given when asked for', () => {
  const region = startRegion();
  const tags = [{ key: 'team', value: 'a' }];
  const registered = region.call('RegisterTaskDefinition', { family: 'api', containerDefinitions: [container], tags });
  expect(registered.tags).toEqual(tags);
  expect(registered.taskDefinition).not.toHaveProperty('tags');
  expect(region.call('DescribeTaskDefinition', { taskDefinition: 'api' })).not.toHaveProperty('tags');
  expect(region.call('DescribeTaskDefinition', { taskDefinition: 'api', include: ['TAGS'] }).tags).toEqual(tags);
});

test('2.5 a family is its newest ACTIVE revision, a revision exactly itself', () => {
  const region = startRegion();
  const described = (taskDefinition: string): string =>
    region.call('DescribeTaskDefinition', { taskDefinition }).taskDefinition.taskDefinitionArn;
  expect(described('api')).toBe(arn('api:2'));
  region.call('DeregisterTaskDefinition', { taskDefinition: 'api:2' });
  expect(described('api')).toBe(arn('api:1'));
  expect(described('api:2')).toBe(arn('api:2'));
  expect(described(arn('api:1'))).toBe(arn('api:1'));
  for (const name of ['nope', 'api:9', arn('api:1').replace('1111', '2222'), '']) {
    expect(() => described(name)).toThrow(
      expect.objectContaining({ code: 'ClientException', message: 'Unable to describe task definition.' }),
    );
  }
});

test('2.6 lists go by family, status and order', () => {
  const region = startRegion();
  region.call('RegisterTaskDefinition', { family: 'worker', containerDefinitions: [container] });
  region.call('DeregisterTaskDefinition', { taskDefinition: 'api:1' });
  const list = (input: object): string[] => region.call('ListTaskDefinitions', { ...input }).taskDefinitionArns;
  expect(list({})).toEqual([arn('api:2'), arn('worker:1')]);
  expect(list({ sort: 'DESC' })).toEqual([arn('worker:1'), arn('api:2')]);
  expect(list({ familyPrefix: 'api', status: 'INACTIVE' })).toEqual([arn('api:1')]);
  region.call('DeregisterTaskDefinition', { taskDefinition: 'worker:1' });
  const families = (input: object): string[] => region.call('ListTaskDefinitionFamilies', { ...input }).families;
  expect(families({})).toEqual(['api', 'worker']);
  expect(families({ status: 'ACTIVE' })).toEqual(['api']);
  expect(families({ status: 'INACTIVE' })).toEqual(['worker']);
  expect(families({ familyPrefix: 'w' })).toEqual(['worker']);
});

test('2.7 deregistering needs a revision and leaves services alone', () => {
  const region = startRegion();
  expect(() => region.call('DeregisterTaskDefinition', { taskDefinition: 'api' })).toThrow('Revision is missing.');
  const { taskDefinition } = region.call('DeregisterTaskDefinition', { taskDefinition: 'api:1' });
  expect(taskDefinition).toMatchObject({ status: 'INACTIVE', deregisteredAt: epoch / 1000 });
  region.pass(60);
  expect(region.control.service('shop/api')).toMatchObject({ runningCount: 2 });
  expect(() => region.call('DeregisterTaskDefinition', { taskDefinition: 'api:1' })).toThrow(
    'The specified task definition is inactive.',
  );
});

const fargate = { requiresCompatibilities: ['FARGATE'], networkMode: 'awsvpc', cpu: '256', memory: '512' };

test.each([
  ['no family', {}, 'Family should not be null or empty.'],
  ['a bad character', { family: 'a.b' }, 'Family contains invalid characters.'],
  ['no container', { family: 'a', containerDefinitions: [] }, 'Container list cannot be empty.'],
  ['no name', { family: 'a', containerDefinitions: [{ image: 'i' }] }, 'Container.name should not be null or empty.'],
  ['no image', { family: 'a', containerDefinitions: [{ name: 'c' }] }, 'Container.image should not be null or empty.'],
  [
    'no memory',
    { family: 'a', containerDefinitions: [{ name: 'c', image: 'i' }] },
    "Invalid setting for container 'c'. At least one of 'memory' or 'memoryReservation' must be specified.",
  ],
  [
    'nothing essential',
    { family: 'a', containerDefinitions: [{ ...container, essential: false }] },
    "Task definition doesn't have any essential container",
  ],
  [
    'Fargate without CPU',
    { family: 'a', ...fargate, cpu: undefined, containerDefinitions: [container] },
    "Fargate requires that 'cpu' be defined at the task level.",
  ],
  [
    'Fargate without memory',
    { family: 'a', ...fargate, memory: undefined, containerDefinitions: [container] },
    "Fargate requires that 'memory' be defined at the task level.",
  ],
  [
    'Fargate without awsvpc',
    { family: 'a', ...fargate, networkMode: 'bridge', containerDefinitions: [container] },
    "Fargate only supports network mode 'awsvpc'.",
  ],
  [
    'a size Fargate has not',
    { family: 'a', ...fargate, memory: '1536', containerDefinitions: [container] },
    'No Fargate configuration exists for given values: 256 CPU, 1536 memory.',
  ],
])('2.8 %s is refused', (_, input, message) => {
  const region = startRegion();
  expect(() => region.call('RegisterTaskDefinition', input)).toThrow(
    expect.objectContaining({ code: 'ClientException', message }),
  );
});

test('2.8 more than 65536 bytes are refused', () => {
  const environment = [{ name: 'LONG', value: 'x'.repeat(70_000) }];
  expect(() =>
    startRegion().call('RegisterTaskDefinition', {
      family: 'a',
      containerDefinitions: [{ ...container, environment }],
    }),
  ).toThrow(/^Actual length: '\d+'\. Max allowed length is '65536' bytes\.$/);
});

test.each([
  ['an empty list', [], 'Tags can not be empty.'],
  ['a reserved key', [{ key: 'aws:x', value: '' }], 'aws: prefixed tag key names are not allowed for external use.'],
  [
    'fifty-one tags',
    Array.from({ length: 51 }, (__, index) => ({ key: `k${index}`, value: '' })),
    'Too many tags. The maximum is 50.',
  ],
])('2.9 %s is refused as tags', (_, tags, message) => {
  expect(() =>
    startRegion().call('RegisterTaskDefinition', { family: 'a', containerDefinitions: [container], tags }),
  ).toThrow(expect.objectContaining({ code: 'InvalidParameterException', message }));
});
