/** A world that `init --from live` reads, in account 111111111111 and eu-west-1. */
export interface LiveWorld {
  /** By account: the seed of its region. */
  readonly accounts: Readonly<Record<string, object>>;
}

const account = '111111111111';
const exec = `arn:aws:iam::${account}:role/exec`;
const targetGroup = (name: string): string =>
  `arn:aws:elasticloadbalancing:eu-west-1:${account}:targetgroup/${name}/0123456789abcdef`;

/** Repositories with one image, v1.0.0. */
export const repositories = (...names: readonly string[]): object =>
  Object.fromEntries(names.map((name) => [name, { images: [{ tags: ['v1.0.0'], files: { '/v': name } }] }]));

const awslogs = { logDriver: 'awslogs', options: { 'awslogs-group': '/shop' } };

/** A container with an image of the region's registry. */
export const container = (name: string, image: string, more: object = {}): object => ({
  name,
  image: image.includes('/') && !image.startsWith('shop/') ? image : `{{registry}}/${image}`,
  essential: true,
  logConfiguration: awslogs,
  ...more,
});

/** A definition for Fargate. */
export const fargate = (family: string, containers: readonly object[], more: object = {}): object => ({
  family,
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  cpu: '512',
  memory: '1024',
  executionRoleArn: exec,
  containerDefinitions: containers,
  ...more,
});

const network = {
  networkConfiguration: {
    awsvpcConfiguration: { subnets: ['subnet-0a', 'subnet-0b'], securityGroups: ['sg-0a'], assignPublicIp: 'DISABLED' },
  },
};

const world = (place: object, others: Readonly<Record<string, object>> = {}): LiveWorld => ({
  accounts: { [account]: place, ...others },
});

const cluster = (services: object, more: object = {}): object => ({ clusters: { shop: { services, ...more } } });

/** What a rule or a schedule runs in the cluster. */
const runs = (revision: string): object => ({
  Arn: `arn:aws:ecs:eu-west-1:${account}:cluster/shop`,
  RoleArn: exec,
  EcsParameters: {
    TaskDefinitionArn: `arn:aws:ecs:eu-west-1:${account}:task-definition/${revision}`,
    LaunchType: 'FARGATE',
    NetworkConfiguration: { awsvpcConfiguration: { Subnets: ['subnet-0a'] } },
  },
});

/** Worlds by what is peculiar to them. */
export const liveWorlds: Readonly<Record<string, LiveWorld>> = {
  fargate: world({
    repositories: repositories('shop/api'),
    taskDefinitions: [
      fargate('shop-api', [
        container('app', 'shop/api:v1.0.0', {
          portMappings: [{ containerPort: 8080 }],
          environment: [
            { name: 'MODE', value: 'live' },
            { name: 'GREETING', value: "it's {{name}} <YOU>" },
          ],
        }),
      ]),
    ],
    ...cluster({ api: { taskDefinition: 'shop-api', desiredCount: 2, launchType: 'FARGATE', ...network } }),
  }),
  'ec2 with placement': world({
    repositories: repositories('shop/api'),
    taskDefinitions: [
      {
        family: 'shop-api',
        networkMode: 'bridge',
        containerDefinitions: [
          container('app', 'shop/api:v1.0.0', { memory: 256, portMappings: [{ containerPort: 80, hostPort: 0 }] }),
        ],
      },
    ],
    ...cluster({
      api: {
        taskDefinition: 'shop-api',
        launchType: 'EC2',
        placementConstraints: [{ type: 'distinctInstance' }],
        placementStrategy: [{ type: 'spread', field: 'attribute:ecs.availability-zone' }],
        deploymentConfiguration: { maximumPercent: 150, minimumHealthyPercent: 50 },
      },
    }),
  }),
  'a daemon': world({
    repositories: repositories('shop/agent'),
    taskDefinitions: [
      {
        family: 'shop-agent',
        networkMode: 'host',
        containerDefinitions: [container('agent', 'shop/agent:v1.0.0', { memory: 128 })],
      },
    ],
    ...cluster({ agent: { taskDefinition: 'shop-agent', launchType: 'EC2', schedulingStrategy: 'DAEMON' } }),
  }),
  'capacity providers and auto scaling': world({
    repositories: repositories('shop/api'),
    taskDefinitions: [fargate('shop-api', [container('app', 'shop/api:v1.0.0')])],
    ...cluster({
      api: {
        taskDefinition: 'shop-api',
        desiredCount: 3,
        capacityProviderStrategy: [
          { capacityProvider: 'FARGATE', weight: 1, base: 1 },
          { capacityProvider: 'FARGATE_SPOT', weight: 3 },
        ],
        ...network,
      },
    }),
    scalableTargets: { 'shop/api': { min: 2, max: 6 } },
  }),
  'load balancers, circuit breaker and exec': world({
    repositories: repositories('shop/api'),
    targetGroups: { api: { id: '0123456789abcdef' } },
    taskDefinitions: [
      fargate('shop-api', [container('app', 'shop/api:v1.0.0', { portMappings: [{ containerPort: 8080 }] })]),
    ],
    ...cluster({
      api: {
        taskDefinition: 'shop-api',
        desiredCount: 2,
        launchType: 'FARGATE',
        platformVersion: '1.4.0',
        ...network,
        loadBalancers: [{ targetGroupArn: targetGroup('api'), containerName: 'app', containerPort: 8080 }],
        healthCheckGracePeriodSeconds: 60,
        enableExecuteCommand: true,
        enableECSManagedTags: true,
        propagateTags: 'SERVICE',
        availabilityZoneRebalancing: 'ENABLED',
        deploymentConfiguration: {
          deploymentCircuitBreaker: { enable: true, rollback: true },
          alarms: { alarmNames: ['errors'], enable: true, rollback: true },
        },
        tags: [{ key: 'team', value: 'checkout' }],
      },
    }),
  }),
  'blue and green': world({
    repositories: repositories('shop/api'),
    targetGroups: { blue: { id: '0123456789abcdef' }, green: { id: '0123456789abcdef' } },
    taskDefinitions: [
      fargate('shop-api', [container('app', 'shop/api:v1.0.0', { portMappings: [{ containerPort: 8080 }] })]),
    ],
    ...cluster({
      api: {
        taskDefinition: 'shop-api',
        launchType: 'FARGATE',
        ...network,
        loadBalancers: [
          {
            targetGroupArn: targetGroup('blue'),
            containerName: 'app',
            containerPort: 8080,
            advancedConfiguration: {
              alternateTargetGroupArn: targetGroup('green'),
              productionListenerRule: `arn:aws:elasticloadbalancing:eu-west-1:${account}:listener-rule/app/shop/1/2/3`,
              roleArn: `arn:aws:iam::${account}:role/exec`,
            },
          },
        ],
        deploymentConfiguration: { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 5 },
      },
    }),
  }),
  'service connect': world({
    repositories: repositories('shop/api'),
    taskDefinitions: [
      fargate('shop-api', [
        container('app', 'shop/api:v1.0.0', {
          portMappings: [{ name: 'http', containerPort: 8080, protocol: 'tcp', appProtocol: 'http' }],
        }),
      ]),
    ],
    ...cluster({
      api: {
        taskDefinition: 'shop-api',
        launchType: 'FARGATE',
        ...network,
        serviceConnectConfiguration: {
          enabled: true,
          namespace: 'shop',
          services: [{ portName: 'http', clientAliases: [{ port: 8080, dnsName: 'api' }] }],
        },
      },
    }),
  }),
  'secrets, sidecars and volumes': world({
    repositories: repositories('shop/web', 'shop/proxy'),
    parameters: { '/shop/key': { type: 'SecureString', value: 'k' } },
    taskDefinitions: [
      fargate(
        'shop-web',
        [
          container('web', 'shop/web:v1.0.0', {
            secrets: [{ name: 'KEY', valueFrom: `arn:aws:ssm:eu-west-1:${account}:parameter/shop/key` }],
            mountPoints: [{ sourceVolume: 'data', containerPath: '/data', readOnly: false }],
            dependsOn: [{ containerName: 'nginx', condition: 'START' }],
            healthCheck: { command: ['CMD-SHELL', 'true'], interval: 10, timeout: 5, retries: 3 },
          }),
          container('nginx', 'shop/proxy:v1.0.0', { essential: false }),
          container('otel', 'public.ecr.aws/aws-observability/aws-otel-collector:v0.43.3', { essential: false }),
        ],
        { volumes: [{ name: 'data' }], taskRoleArn: exec, runtimePlatform: { cpuArchitecture: 'X86_64' } },
      ),
    ],
    ...cluster({ web: { taskDefinition: 'shop-web', launchType: 'FARGATE', ...network } }),
  }),
  'several services of one image': world({
    repositories: repositories('shop/api'),
    taskDefinitions: ['api', 'worker', 'cron'].map((name) =>
      fargate(`shop-${name}`, [container(name, 'shop/api:v1.0.0', { command: ['node', `${name}.js`] })]),
    ),
    ...cluster(
      Object.fromEntries(
        ['api', 'worker', 'cron'].map((name) => [
          name,
          { taskDefinition: `shop-${name}`, launchType: 'FARGATE', ...network },
        ]),
      ),
    ),
  }),
  'a plain password': world({
    repositories: repositories('shop/api'),
    taskDefinitions: [
      fargate('shop-api', [
        container('app', 'shop/api:v1.0.0', { environment: [{ name: 'DB_PASSWORD', value: 'hunter2hunter2' }] }),
      ]),
    ],
    ...cluster({ api: { taskDefinition: 'shop-api', launchType: 'FARGATE', ...network } }),
  }),
  'a service of CodeDeploy beside another': world({
    repositories: repositories('shop/api'),
    taskDefinitions: [fargate('shop-api', [container('app', 'shop/api:v1.0.0')])],
    ...cluster({
      api: { taskDefinition: 'shop-api', launchType: 'FARGATE', ...network },
      legacy: {
        taskDefinition: 'shop-api',
        launchType: 'FARGATE',
        ...network,
        deploymentController: { type: 'CODE_DEPLOY' },
        loadBalancers: [{ targetGroupArn: targetGroup('legacy') }],
      },
    }),
  }),
  'a canary that pauses': world({
    repositories: repositories('shop/api'),
    targetGroups: { blue: { id: '0123456789abcdef' }, green: { id: '0123456789abcdef' } },
    taskDefinitions: [
      fargate('shop-api', [container('app', 'shop/api:v1.0.0', { portMappings: [{ containerPort: 8080 }] })]),
    ],
    ...cluster({
      api: {
        taskDefinition: 'shop-api',
        launchType: 'FARGATE',
        ...network,
        loadBalancers: [
          {
            targetGroupArn: targetGroup('blue'),
            containerName: 'app',
            containerPort: 8080,
            advancedConfiguration: {
              alternateTargetGroupArn: targetGroup('green'),
              productionListenerRule: `arn:aws:elasticloadbalancing:eu-west-1:${account}:listener-rule/app/shop/1/2/3`,
              roleArn: exec,
            },
          },
        ],
        deploymentConfiguration: {
          strategy: 'CANARY',
          canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 3 },
          bakeTimeInMinutes: 1,
          lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'] }],
        },
      },
    }),
  }),
  'service discovery and a volume for each task': world({
    repositories: repositories('shop/api'),
    taskDefinitions: [
      fargate(
        'shop-api',
        [
          container('app', 'shop/api:v1.0.0', {
            mountPoints: [{ sourceVolume: 'scratch', containerPath: '/scratch' }],
          }),
        ],
        {
          volumes: [{ name: 'scratch', configuredAtLaunch: true }],
          ephemeralStorage: { sizeInGiB: 40 },
          tags: [{ key: 'team', value: 'checkout' }],
        },
      ),
    ],
    ...cluster({
      api: {
        taskDefinition: 'shop-api',
        launchType: 'FARGATE',
        ...network,
        serviceRegistries: [{ registryArn: `arn:aws:servicediscovery:eu-west-1:${account}:service/srv-0a` }],
        volumeConfigurations: [{ name: 'scratch', managedEBSVolume: { roleArn: exec, sizeInGiB: 20 } }],
      },
    }),
  }),
  'a service of Express Mode': world({
    repositories: repositories('shop/web'),
    clusters: {
      shop: {
        expressServices: {
          web: {
            infrastructureRoleArn: exec,
            executionRoleArn: exec,
            primaryContainer: { image: '{{registry}}/shop/web:v1.0.0', containerPort: 8080 },
          },
        },
      },
    },
  }),
  'rules and schedules': world({
    repositories: repositories('shop/api'),
    taskDefinitions: [
      fargate('shop-api', [container('app', 'shop/api:v1.0.0')]),
      fargate('shop-report', [container('app', 'shop/api:v1.0.0')]),
    ],
    ...cluster({ api: { taskDefinition: 'shop-api', launchType: 'FARGATE', ...network } }),
    rules: {
      cleanup: { ScheduleExpression: 'rate(1 hour)', Targets: [{ Id: 'tasks', ...runs('shop-api:1') }] },
      report: { ScheduleExpression: 'rate(1 day)', Targets: [{ Id: 'tasks', ...runs('shop-report:1') }] },
    },
    schedules: {
      'shop/nightly': { ScheduleExpression: 'cron(0 3 * * ? *)', Target: runs('shop-api:1') },
      'default/latest': { ScheduleExpression: 'cron(0 4 * * ? *)', Target: runs('shop-api') },
    },
  }),
};
