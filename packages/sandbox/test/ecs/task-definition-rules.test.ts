import { expect, test } from 'vitest';
import type { WireObject } from '../../src/model/service.ts';
import { type Region, startRegion } from './region.ts';

const app = { name: 'app', image: 'app:1', memory: 128 };
const awsvpc = { networkMode: 'awsvpc' };
const fargate = { requiresCompatibilities: ['FARGATE'], ...awsvpc, cpu: '256', memory: '512' };
const windows = { runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' } };
const role = { executionRoleArn: 'arn:aws:iam::111111111111:role/execution', taskRoleArn: 'arn:aws:iam::1:role/task' };

/** A definition of one container with these members, in a task with those. */
const one = (container: WireObject, task: WireObject = {}): WireObject => ({
  family: 'a',
  ...task,
  containerDefinitions: [{ ...app, ...container }],
});
/** A definition of the container `app` beside others. */
const beside = (containers: readonly WireObject[], task: WireObject = {}): WireObject => ({
  family: 'a',
  ...task,
  containerDefinitions: [app, ...containers],
});
const linux = (parameters: WireObject): WireObject => one({ linuxParameters: parameters }, fargate);
const ports = (...portMappings: readonly WireObject[]): WireObject => ({ portMappings });
const mounted = (volume: WireObject, task: WireObject = {}): WireObject =>
  one({ mountPoints: [{ sourceVolume: 'v', containerPath: '/v' }] }, { volumes: [{ name: 'v', ...volume }], ...task });
const awslogs = (options: WireObject): WireObject => ({ logConfiguration: { logDriver: 'awslogs', options } });
const secret = { secrets: [{ name: 'K', valueFrom: '/k' }] };
const check = (healthCheck: WireObject): WireObject =>
  one({ healthCheck: { command: ['CMD', 'true'], ...healthCheck } });

const register = (input: WireObject, region: Region = startRegion()) => region.call('RegisterTaskDefinition', input);

const sizes = [
  { cpu: 512, least: 1024, most: 4096, step: 1024 },
  { cpu: 1024, least: 2048, most: 8192, step: 1024 },
  { cpu: 2048, least: 4096, most: 16_384, step: 1024 },
  { cpu: 4096, least: 8192, most: 30_720, step: 1024 },
  { cpu: 8192, least: 16_384, most: 61_440, step: 4096 },
  { cpu: 16_384, least: 32_768, most: 122_880, step: 8192 },
];

test.each(sizes)('2.10 Fargate takes $cpu CPU with $least to $most MiB by $step', ({ cpu, least, most, step }) => {
  const takes = (memory: number): boolean => {
    try {
      register({ ...one({}), ...fargate, cpu: String(cpu), memory: String(memory) });
      return true;
    } catch {
      return false;
    }
  };
  for (let memory = least; memory <= most; memory += step) expect([memory, takes(memory)]).toEqual([memory, true]);
  for (const memory of [least - step, least + step / 2, most + step])
    expect([memory, takes(memory)]).toEqual([memory, false]);
});

test.each([
  [256, 512, true],
  [256, 1024, true],
  [256, 2048, true],
  [256, 1536, false],
  [256, 4096, false],
  [32_768, 61_440, true],
  [32_768, 122_880, true],
  [32_768, 249_856, true],
  [32_768, 65_536, false],
  [300, 1024, false],
])('2.10 Fargate with %i CPU and %i MiB: %s', (cpu, memory, fits) => {
  const call = () => register({ ...one({}), ...fargate, cpu: String(cpu), memory: String(memory) });
  const text = `No Fargate configuration exists for given values: ${cpu} CPU, ${memory} memory.`;
  if (fits) expect(call().taskDefinition).toMatchObject({ cpu: String(cpu) });
  else expect(call).toThrow(expect.objectContaining({ code: 'ClientException', message: text }));
});

test('2.10 Windows has no small sizes on Fargate', () => {
  expect(() => register(one({}, { ...fargate, ...windows }))).toThrow(/^No Fargate configuration exists/);
  register(one({}, { ...fargate, ...windows, cpu: '1 vCPU', memory: '2GB' }));
});

const refused: readonly (readonly [sentence: string, what: string, input: WireObject, message: string])[] = [
  ['2.11', 'a name twice', beside([app]), 'Container names must be unique within a task definition'],
  [
    '2.11',
    'eleven containers',
    beside(Array.from({ length: 10 }, (_, index) => ({ ...app, name: `c${index}` }))),
    'Container list cannot have more than 10 containers.',
  ],
  [
    '2.11',
    'less memory than is reserved',
    one({ memoryReservation: 129 }),
    "Invalid setting for container 'app'. 'memory' must be greater than or equal to 'memoryReservation'.",
  ],
  [
    '2.11',
    'more memory than the task',
    one({ memory: 513 }, { memory: '512' }),
    "The 'memory' setting for container 'app' is greater than for the task.",
  ],
  [
    '2.11',
    'more CPU than the task',
    beside([{ ...app, name: 'b', cpu: 200 }], { cpu: '199' }),
    "The sum of all container 'cpu' values cannot be greater than the task-level 'cpu' value.",
  ],
  [
    '2.11',
    'an environment file elsewhere',
    one({ environmentFiles: [{ type: 's3', value: 'https://x/y.env' }] }),
    "Environment file 'https://x/y.env' is not the ARN of an object in Amazon S3.",
  ],
  [
    '2.11',
    'eleven environment files',
    one({ environmentFiles: Array.from({ length: 11 }, () => ({ type: 's3', value: 'arn:aws:s3:::b/k.env' })) }),
    'A container can have at most 10 environment files.',
  ],
  [
    '2.11',
    'a soft limit above the hard one',
    one({ ulimits: [{ name: 'nofile', softLimit: 2, hardLimit: 1 }] }),
    "The soft limit of ulimit 'nofile' must not exceed its hard limit.",
  ],
  [
    '2.12',
    'a dependency on nothing',
    one({ dependsOn: [{ containerName: 'X', condition: 'START' }] }),
    "Cannot depend on container + 'X' because it does not exist",
  ],
  [
    '2.12',
    'the success of an essential container',
    beside([{ ...app, name: 'b', dependsOn: [{ containerName: 'app', condition: 'SUCCESS' }] }]),
    'A dependency container with SUCCESS or COMPLETE condition cannot be an essential container',
  ],
  [
    '2.12',
    'the health of a container without check',
    beside([{ ...app, name: 'b', dependsOn: [{ containerName: 'app', condition: 'HEALTHY' }] }]),
    'A dependency container with HEALTHY condition must have health check configured',
  ],
  [
    '2.12',
    'a cycle',
    beside([
      { ...app, name: 'b', dependsOn: [{ containerName: 'c', condition: 'START' }] },
      { ...app, name: 'c', dependsOn: [{ containerName: 'b', condition: 'START' }] },
    ]),
    'Container dependencies cannot form a cycle.',
  ],
  [
    '2.13',
    'a health check without CMD',
    one({ healthCheck: { command: ['curl'] } }),
    "Health check command must begin with CMD or CMD-SHELL for container 'app'",
  ],
  [
    '2.13',
    'a long interval',
    check({ interval: 301 }),
    "Health check interval must be less than or equal to the maximum allowed value 300 for container 'app'",
  ],
  [
    '2.13',
    'a short timeout',
    check({ timeout: 1 }),
    "Health check timeout must be greater than or equal to the minimum allowed value 2 for container 'app'",
  ],
  [
    '2.13',
    'eleven retries',
    check({ retries: 11 }),
    "Health check retries must be less than or equal to the maximum allowed value 10 for container 'app'",
  ],
  [
    '2.13',
    'a long start period',
    check({ startPeriod: 301 }),
    "Health check startPeriod must be less than or equal to the maximum allowed value 300 for container 'app'",
  ],
  [
    '2.13',
    'a start within a second',
    one({ startTimeout: 1 }),
    "The 'startTimeout' setting for container 'app' must be at least 2 seconds.",
  ],
  [
    '2.13',
    'a long stop on Fargate',
    one({ stopTimeout: 121 }, fargate),
    'Tasks using the Fargate launch type must have a container stop timeout of less than 120 seconds.',
  ],
  [
    '2.13',
    'restarts within a minute',
    one({ restartPolicy: { enabled: true, restartAttemptPeriod: 59 } }),
    "the 'restartAttemptPeriod' setting for container 'app' must be between 60 and 1800",
  ],
  [
    '2.13',
    'fifty-one ignored exit codes',
    one({ restartPolicy: { enabled: true, ignoredExitCodes: Array.from({ length: 51 }, (_, code) => code) } }),
    "the 'ignoredExitCodes' setting for container 'app' must have at most 50 exit codes",
  ],
  [
    '2.14',
    'a secret without execution role',
    one(secret),
    "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'.",
  ],
  [
    '2.14',
    'an image of ECR without execution role on Fargate',
    one({ image: '111111111111.dkr.ecr.eu-west-1.amazonaws.com/app:1' }, fargate),
    'Fargate requires task definition to have execution role ARN to support ECR images.',
  ],
  [
    '2.14',
    'awslogs without execution role on Fargate',
    one(awslogs({ 'awslogs-group': 'g', 'awslogs-region': 'r', 'awslogs-stream-prefix': 'p' }), fargate),
    'Fargate requires task definition to have execution role ARN to support log driver awslogs.',
  ],
  [
    '2.15',
    'awslogs without group',
    one(awslogs({ 'awslogs-region': 'r' })),
    'Log driver awslogs requires options: awslogs-group',
  ],
  [
    '2.15',
    'awslogs without anything on Fargate',
    one(awslogs({}), { ...fargate, ...role }),
    'Log driver awslogs requires options: awslogs-group, awslogs-region, awslogs-stream-prefix',
  ],
  [
    '2.15',
    'awsfirelens without router',
    one({ logConfiguration: { logDriver: 'awsfirelens' } }),
    'When awsfirelens log driver is specified in log configuration, a firelens configuration object must be configured in one of the containers.',
  ],
  [
    '2.15',
    'a router that nobody uses',
    one({ firelensConfiguration: { type: 'fluentbit' } }),
    'When a firelensConfiguration object is specified, at least one container has to be configured with the awsfirelens log driver',
  ],
  [
    '2.15',
    'syslog on Fargate',
    one({ logConfiguration: { logDriver: 'syslog' } }, fargate),
    'Fargate compatible task definitions do not support log driver syslog',
  ],
  [
    '2.16',
    'another host port under awsvpc',
    one(ports({ containerPort: 80, hostPort: 8080 }), awsvpc),
    'When networkMode=awsvpc, the host ports and container ports in port mappings must match.',
  ],
  [
    '2.16',
    'another host port under host',
    one(ports({ containerPort: 80, hostPort: 8080 }), { networkMode: 'host' }),
    'When networkMode=host, the host ports and container ports in port mappings must match.',
  ],
  [
    '2.16',
    'a port of two containers under awsvpc',
    beside(
      [
        { ...app, name: 'b', ...ports({ containerPort: 80 }) },
        { ...app, name: 'c', ...ports({ containerPort: 80 }) },
      ],
      awsvpc,
    ),
    'container port is used multiple times in task',
  ],
  [
    '2.16',
    'a port under two protocols',
    one(ports({ containerPort: 53, protocol: 'tcp' }, { containerPort: 53, protocol: 'udp' })),
    'container port is used multiple times in task',
  ],
  [
    '2.16',
    'a port and a range',
    one(ports({ containerPort: 80, containerPortRange: '80-90' })),
    'cannot specify both single port and port range',
  ],
  [
    '2.16',
    'a range downwards',
    one(ports({ containerPortRange: '90-80' })),
    "Invalid 'containerPortRange' setting for container.",
  ],
  ['2.16', 'an odd name', one(ports({ containerPort: 80, name: '-web' })), "Invalid port mapping name '-web'."],
  [
    '2.16',
    'a name of two mappings',
    one(ports({ containerPort: 80, name: 'web' }, { containerPort: 81, name: 'web' })),
    'port mapping name is already used',
  ],
  [
    '2.16',
    'a port without network',
    one(ports({ containerPort: 80 }), { networkMode: 'none' }),
    "Port mappings are not supported when networkMode is 'none'.",
  ],
  ['2.17', 'an unknown volume', one({ mountPoints: [{ sourceVolume: 'v' }] }), "Unknown volume 'v'."],
  [
    '2.17',
    'volumes that nobody mounts',
    one({}, { volumes: [{ name: 'v' }, { name: 'w' }] }),
    'Volumes [v, w] are not referenced by any of the containers',
  ],
  [
    '2.17',
    'two sources',
    mounted({ host: { sourcePath: '/x' }, efsVolumeConfiguration: { fileSystemId: 'fs-1' } }),
    'Only one volume configuration can be specified for a volume.',
  ],
  [
    '2.17',
    'two volumes of the launch',
    one(
      { mountPoints: [{ sourceVolume: 'v' }, { sourceVolume: 'w' }] },
      { volumes: ['v', 'w'].map((name) => ({ name, configuredAtLaunch: true })) },
    ),
    'Only one volume can be configured at launch.',
  ],
  [
    '2.17',
    'EFS with IAM and without encryption',
    mounted({ efsVolumeConfiguration: { fileSystemId: 'fs-1', authorizationConfig: { iam: 'ENABLED' } } }),
    'EFS IAM authorization requires TransitEncryption to be enabled',
  ],
  [
    '2.17',
    'EFS with a port and without encryption',
    mounted({ efsVolumeConfiguration: { fileSystemId: 'fs-1', transitEncryptionPort: 3000 } }),
    'TransitEncryptionPort requires that TransitEncryption is enabled',
  ],
  [
    '2.17',
    'EFS with access point and root',
    mounted({
      efsVolumeConfiguration: {
        fileSystemId: 'fs-1',
        rootDirectory: '/x',
        transitEncryption: 'ENABLED',
        authorizationConfig: { accessPointId: 'fsap-1' },
      },
    }),
    'When using an EFS access point, the root directory must either be set to "/" or be omitted',
  ],
  [
    '2.17',
    'S3 Files without task role',
    mounted({ s3filesVolumeConfiguration: { fileSystemArn: 'arn' } }),
    "When you are specifying a volume of S3 Files, you must also specify a value for 'taskRoleArn'.",
  ],
  [
    '2.17',
    '20 GiB',
    one({}, { ...fargate, ephemeralStorage: { sizeInGiB: 20 } }),
    'EphemeralStorage size should be at least 21',
  ],
  [
    '2.17',
    '201 GiB',
    one({}, { ...fargate, ephemeralStorage: { sizeInGiB: 201 } }),
    'EphemeralStorage size should be at most 200',
  ],
  [
    '2.17',
    'ephemeral storage on EC2',
    one({}, { requiresCompatibilities: ['EC2'], ephemeralStorage: { sizeInGiB: 30 } }),
    'Tasks using the EC2 launch type do not support EphemeralStorage',
  ],
  [
    '2.18',
    'ipcMode',
    one({}, { ...fargate, ipcMode: 'task' }),
    'Fargate compatible task definitions do not support ipcMode',
  ],
  [
    '2.18',
    'the processes of the host',
    one({}, { ...fargate, pidMode: 'host' }),
    "Tasks using the Fargate launch type do not support pidMode 'host'. The supported value for pidMode is 'task'.",
  ],
  [
    '2.18',
    'placement constraints',
    one({}, { ...fargate, placementConstraints: [{ type: 'memberOf', expression: 'x' }] }),
    'Fargate compatible task definitions do not support constraints',
  ],
  [
    '2.18',
    'privileged',
    one({ privileged: true }, fargate),
    "Fargate requires that the 'privileged' setting be 'false'.",
  ],
  [
    '2.18',
    'security options',
    one({ dockerSecurityOptions: ['x'] }, fargate),
    'Fargate compatible task definitions do not support dockerSecurityOptions',
  ],
  [
    '2.18',
    'a GPU',
    one({ resourceRequirements: [{ type: 'GPU', value: '1' }] }, fargate),
    'Tasks using the Fargate launch type do not support GPU resource requirements',
  ],
  [
    '2.18',
    'devices',
    linux({ devices: [{ hostPath: '/d' }] }),
    'Fargate compatible task definitions do not support devices',
  ],
  ['2.18', 'swap', linux({ maxSwap: 1 }), 'Fargate compatible task definitions do not support maxSwap'],
  [
    '2.18',
    'a capability',
    linux({ capabilities: { add: ['SYS_PTRACE', 'NET_ADMIN'] } }),
    'NET_ADMIN is not allowed on Fargate.',
  ],
  [
    '2.18',
    'a volume of Docker',
    mounted({ dockerVolumeConfiguration: { scope: 'task' } }, fargate),
    'Fargate compatible task definitions do not support dockerVolumeConfiguration',
  ],
  [
    '2.18',
    'a path of the host',
    mounted({ host: { sourcePath: '/x' } }, fargate),
    'Fargate compatible task definitions do not support sourcePath',
  ],
  [
    '2.19',
    'DNS servers',
    one({ dnsServers: ['1.1.1.1'] }, awsvpc),
    'DNS servers are not supported on container when networkMode=awsvpc',
  ],
  [
    '2.19',
    'DNS search domains',
    one({ dnsSearchDomains: ['x'] }, awsvpc),
    'DNS search domains are not supported on container when networkMode=awsvpc',
  ],
  ['2.19', 'links', one({ links: ['x'] }, awsvpc), 'Links are not supported when networkMode=awsvpc'],
  [
    '2.19',
    'extra hosts',
    one({ extraHosts: [{ hostname: 'x', ipAddress: '1.1.1.1' }] }, awsvpc),
    'Extra hosts are not supported on container when networkMode=awsvpc',
  ],
  [
    '2.19',
    'a host name',
    one({ hostname: 'x' }, awsvpc),
    'Hostname is not supported on container when networkMode=awsvpc',
  ],
  [
    '2.19',
    'disabled networking',
    one({ disableNetworking: true }, awsvpc),
    'Disable Networking is not supported on container when networkMode=awsvpc',
  ],
  [
    '2.19',
    'a proxy that is not there',
    one({}, { ...awsvpc, proxyConfiguration: { containerName: 'envoy' } }),
    'Proxy container [envoy] does not exist',
  ],
  [
    '2.19',
    'a proxy without awsvpc',
    one({}, { proxyConfiguration: { containerName: 'app' } }),
    "Proxy configuration requires network mode 'awsvpc'.",
  ],
  [
    '2.19',
    'Windows on ARM',
    one({}, { runtimePlatform: { ...windows.runtimePlatform, cpuArchitecture: 'ARM64' } }),
    'Windows task definitions do not support cpuArchitecture ARM64.',
  ],
  ['2.19', 'a user on Windows', one({ user: 'x' }, windows), 'Windows task definitions do not support user.'],
  [
    '2.19',
    'pidMode on Windows',
    one({}, { ...windows, pidMode: 'task' }),
    'Windows task definitions do not support pidMode.',
  ],
  [
    '2.19',
    'Linux parameters on Windows',
    one({ linuxParameters: {} }, windows),
    'Windows task definitions do not support linuxParameters.',
  ],
  [
    '2.19',
    'inference accelerators',
    one({}, { inferenceAccelerators: [{ deviceName: 'x', deviceType: 'y' }] }),
    "Unsupported field 'inferenceAccelerators'",
  ],
];

const about = (...sentences: readonly string[]) =>
  refused.filter(([sentence]) => sentences.includes(sentence)).map(([, ...rest]) => rest);
const isRefused = (_: string, input: WireObject, message: string): void => {
  expect(() => register(input)).toThrow(expect.objectContaining({ code: 'ClientException', message }));
};

test.each(about('2.11'))('2.11 %s is refused', isRefused);
test.each(about('2.12'))('2.12 %s is refused', isRefused);
test.each(about('2.13'))('2.13 %s is refused', isRefused);
test.each(about('2.14'))('2.14 %s is refused', isRefused);
test.each(about('2.15'))('2.15 %s is refused', isRefused);
test.each(about('2.16'))('2.16 %s is refused', isRefused);
test.each(about('2.17'))('2.17 %s is refused', isRefused);
test.each(about('2.18'))('2.18 %s is refused', isRefused);
test.each(about('2.19'))('2.19 %s is refused', isRefused);

test('2.14 an image of the region is one of ECR', () => {
  const region = startRegion();
  region.images.set('127.0.0.1:5000/app:1', null);
  const input = one({ image: '127.0.0.1:5000/app:1' }, fargate);
  expect(() => register(input, region)).toThrow(/execution role ARN to support ECR images/);
  register({ ...input, ...role }, region);
  register({ ...input, requiresCompatibilities: ['EC2'] }, region);
  register(
    one({ image: '127.0.0.1:5000/app:1', repositoryCredentials: { credentialsParameter: 'x' } }, fargate),
    region,
  );
});

test('2.16 bridge maps to any port of the host, and two containers may have the same', () => {
  const web = ports({ containerPort: 80, hostPort: 8080 });
  register(
    beside([
      { ...app, name: 'b', ...web },
      { ...app, name: 'c', ...ports({ containerPort: 80 }) },
    ]),
  );
});

test('2.18 what Fargate has is taken', () => {
  register(
    one(
      {
        linuxParameters: { initProcessEnabled: true, capabilities: { add: ['SYS_PTRACE'], drop: ['ALL'] } },
        stopTimeout: 120,
        ...secret,
      },
      { ...fargate, ...role, pidMode: 'task', ephemeralStorage: { sizeInGiB: 21 } },
    ),
  );
});

test('2.20 compatibilities tell whether Fargate would take it', () => {
  const of = (input: WireObject): string[] => register(input).taskDefinition.compatibilities;
  expect(of(one({}, fargate))).toContain('FARGATE');
  expect(of(one({}, { ...fargate, requiresCompatibilities: undefined }))).toContain('FARGATE');
  expect(of(one({}))).toEqual(['EC2']);
  expect(of(one({ privileged: true }, { ...fargate, requiresCompatibilities: ['EC2'] }))).toEqual(['EC2']);
});
