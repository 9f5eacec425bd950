import { createPlan } from '@funade/core/testing';
import { expect, test } from 'vitest';
import { deploy } from './deploy.ts';
import { goesWell, migrate, network, oneOffs, startTaskShop, warm, withTasks } from './task-shop.ts';

test('a task is launched as the service is, by capacity provider and with ECS Exec too', async () => {
  const capacityProviderStrategy = [{ capacityProvider: 'FARGATE_SPOT', weight: 1, base: 0 }];
  const enableExecuteCommand = true;
  await using shop = await startTaskShop(goesWell, {
    service: { launchType: undefined, capacityProviderStrategy, enableExecuteCommand, enableECSManagedTags: true },
    taskDefinition: { taskRoleArn: 'arn:aws:iam::222222222222:role/api' },
    region: {},
  });
  expect((await deploy(shop, { options: withTasks({ migrate }) })).error).toBeNull();
  const [body] = shop.calls('RunTask');
  expect(body).toMatchObject({ capacityProviderStrategy, enableExecuteCommand, networkConfiguration: network });
  expect(body?.enableECSManagedTags).toBe(true);
  expect(body).not.toHaveProperty('launchType');
});

test('what a task writes about its launch and size takes the place of that of the service', async () => {
  await using shop = await startTaskShop();
  const own = { awsvpcConfiguration: { subnets: ['subnet-b'] } };
  const capacityProviderStrategy = [{ capacityProvider: 'FARGATE', weight: '1' }];
  const size = { cpu: 512, memory: 1024, ephemeralStorage: 50 };
  const options = withTasks({ migrate: { ...migrate, ...size, capacityProviderStrategy, networkConfiguration: own } });
  expect((await deploy(shop, { options })).error).toBeNull();
  const [body] = shop.calls('RunTask');
  expect(body).toMatchObject({
    capacityProviderStrategy: [{ capacityProvider: 'FARGATE', weight: 1 }],
    networkConfiguration: own,
    overrides: { cpu: '512', memory: '1024', ephemeralStorage: { sizeInGiB: 50 } },
  });
  expect(body).not.toHaveProperty('launchType');
  expect(body).not.toHaveProperty('platformVersion');
});

test('settings that this deploy changes hold for its tasks already', async () => {
  await using shop = await startTaskShop();
  const networkConfiguration = { awsvpcConfiguration: { subnets: ['subnet-new'] } };
  await deploy(shop, { options: { tasks: { migrate }, settings: { networkConfiguration } } });
  expect(shop.calls('RunTask')).toMatchObject([{ networkConfiguration }]);
});

test('a task definition of its own is run as it was registered when the plan was made', async () => {
  await using shop = await startTaskShop();
  const { client, sdk } = await shop.ecs();
  const register = async () =>
    client.send(
      new sdk.RegisterTaskDefinitionCommand({
        family: 'jobs',
        cpu: '256',
        memory: '512',
        networkMode: 'awsvpc',
        requiresCompatibilities: ['FARGATE'],
        containerDefinitions: [{ name: 'job', image: 'registry.example/job:1' }],
      }),
    );
  await register();
  const options = withTasks({ report: { when: 'after', command: ['report'], taskDefinition: 'jobs' } });
  const plan = await shop.plan({ options });
  await register();
  expect((await shop.apply(plan)).outcome).toBe('succeeded');
  expect(oneOffs(shop)).toMatchObject([
    {
      taskDefinitionArn: expect.stringMatching(/jobs:1$/),
      overrides: { containerOverrides: [{ name: 'job', command: ['report'] }] },
    },
  ]);
  // What ran is recorded on the revision of the service.
  const [history] = await shop.history();
  expect(history?.deployments[0]?.tasks).toMatchObject([{ name: 'api/report', when: 'after', state: 'succeeded' }]);
});

test('a task definition that is not there is refused while planning', async () => {
  await using shop = await startTaskShop();
  const options = withTasks({ report: { when: 'after', taskDefinition: 'jobs:7' } });
  await expect(shop.plan({ options })).rejects.toMatchObject({ code: 'TASK_DEFINITION_NOT_FOUND', category: 'usage' });
});

test('a launch and a size that ECS would refuse are told while planning', async () => {
  await using shop = await startTaskShop();
  const options = withTasks({
    migrate: { ...migrate, cpu: 300, memory: 512 },
    seed: { ...migrate, launchType: 'FARGAT', networkConfiguration: { awsvpcConfiguration: { subnets: [] } } },
    spot: { ...migrate, launchType: 'FARGATE_SPOT', networkConfiguration: {} },
  });
  await expect(shop.plan({ options })).rejects.toMatchObject({
    code: 'TASKS_INVALID',
    category: 'usage',
    message: [
      'tasks cannot run as they are written:',
      'api@production: ecs.tasks.migrate: cpu: "300" is not a size of Fargate; write one of 256, 512, 1024, 2048, 4096, 8192, 16384, 32768 CPU units',
      'api@production: ecs.tasks.seed: networkConfiguration.awsvpcConfiguration.subnets: it is missing, and ECS requires it',
      'api@production: ecs.tasks.seed: launchType: ECS has no "FARGAT"; did you mean "FARGATE"?',
      'api@production: ecs.tasks.spot: networkConfiguration: it is empty; write { awsvpcConfiguration: { subnets: ["subnet-…"] } }, or leave it out',
      'api@production: ecs.tasks.spot: launchType: FARGATE_SPOT is a capacity provider; write capacityProviderStrategy: [{ capacityProvider: "FARGATE_SPOT", weight: 1 }] instead',
    ].join('\n'),
  });
});

test('a service that is created is migrated before', async () => {
  await using shop = await startTaskShop();
  const settings = { desiredCount: 1, launchType: 'FARGATE', networkConfiguration: network };
  const taskDefinition = {
    family: 'shop-new',
    cpu: '256',
    memory: '512',
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    containerDefinitions: [{ name: 'app', image: 'placeholder', essential: true }],
  };
  const options = { settings, taskDefinition, tasks: { migrate } };
  expect((await deploy(shop, { services: ['new'], options })).error).toBeNull();
  expect(oneOffs(shop)).toHaveLength(1);
  const calls = shop.sandbox.requests().map(({ operation }) => operation);
  expect(calls.indexOf('ecs.RunTask')).toBeLessThan(calls.indexOf('ecs.CreateService'));
  expect(shop.calls('RunTask')).toMatchObject([{ launchType: 'FARGATE', networkConfiguration: network }]);
});

test('no task is run for a release that goes back', async () => {
  await using shop = await startTaskShop();
  const options = withTasks({ migrate, warm });
  await deploy(shop, { options });
  const { request, plugins, context } = await shop.rollbackOf();
  const chosen = {
    revision: 'api:1',
    release: 'v1.1.0',
    commit: null,
    deployment: null,
    deployedAt: null,
    age: null,
  } as const;
  const rest = { end: null, missing: [], moved: [], doubts: [], intent: 'rollback' } as const;
  const [target] = request.targets;
  if (target === undefined) throw new TypeError('the shop has one target');
  const withOptions = { ...target, options: { ecs: { ...target.options.ecs, ...options } } };
  const revisions = { [target.id]: { ...chosen, ...rest } };
  const plan = await createPlan({ ...request, targets: [withOptions], revisions }, plugins, context);
  expect(plan.steps.map(({ kind }) => kind)).toEqual(['aws.assume-role', 'ecs.update-service', 'ecs.wait-for-rollout']);
});

const disk = { roleArn: 'arn:aws:iam::222222222222:role/disks', sizeInGiB: 20 };
const withDisk = {
  taskDefinition: { volumes: [{ name: 'data', configuredAtLaunch: true }] },
  container: { mountPoints: [{ sourceVolume: 'data', containerPath: '/data' }] },
};
const ofService = {
  service: { volumeConfigurations: [{ name: 'data', managedEBSVolume: disk }] },
};

test('a volume that is configured at launch is that of the settings, or as the task writes it', async () => {
  await using shop = await startTaskShop(goesWell, { ...withDisk, ...ofService });
  const volumeConfigurations = [{ name: 'data', managedEBSVolume: disk }];
  const own = [
    { name: 'data', managedEBSVolume: { ...disk, sizeInGiB: 50, terminationPolicy: { deleteOnTermination: false } } },
  ];
  const tasks = { migrate, warm: { ...warm, volumeConfigurations: own } };
  expect((await deploy(shop, { options: { settings: { volumeConfigurations }, tasks } })).error).toBeNull();
  expect(shop.calls('RunTask').map((body) => body.volumeConfigurations)).toEqual([volumeConfigurations, own]);
});

test('a volume without a configuration, and a configuration without a volume, are told while planning', async () => {
  await using shop = await startTaskShop(goesWell, { ...withDisk, ...ofService });
  const options = withTasks({
    migrate,
    seed: { ...migrate, volumeConfigurations: [{ name: 'data', managedEBSVolume: {} }, { name: 'other' }] },
  });
  await expect(shop.plan({ options })).rejects.toMatchObject({
    code: 'TASKS_INVALID',
    message: [
      'tasks cannot run as they are written:',
      'api@production: ecs.tasks.migrate: the volume "data" of the task definition is configured at launch: write volumeConfigurations: [{ name: "data", managedEBSVolume: { roleArn, sizeInGiB } }]',
      'api@production: ecs.tasks.seed: volumeConfigurations[0].managedEBSVolume.roleArn: it is missing, and ECS requires it',
      'api@production: ecs.tasks.seed: volumeConfigurations[0].managedEBSVolume: it has neither sizeInGiB nor snapshotId',
      'api@production: ecs.tasks.seed: volumeConfigurations[1].name: the task definition has no volume "other" that is configured at launch',
    ].join('\n'),
  });
});

test('a job with a definition of its own runs a task that a service needs', async () => {
  await using shop = await startTaskShop();
  const taskDefinition = {
    family: 'shop-migrations',
    cpu: '256',
    memory: '512',
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    containerDefinitions: [{ name: 'app', image: 'placeholder', essential: true }],
  };
  const settings = { launchType: 'FARGATE', networkConfiguration: network };
  const optionsOf = (service: string) =>
    service === 'migrations'
      ? { service: undefined, taskDefinition, settings, tasks: { run: { when: 'before', command: ['migrate'] } } }
      : { needs: ['migrations/run'] };
  const report = await deploy(shop, { services: ['migrations', 'api'], optionsOf } as never);
  expect(report.error).toBeNull();
  expect(oneOffs(shop)).toMatchObject([{ taskDefinitionArn: expect.stringMatching(/shop-migrations:1$/) }]);
  const calls = shop.sandbox.requests().map(({ operation }) => operation);
  expect(calls.indexOf('ecs.RunTask')).toBeLessThan(calls.indexOf('ecs.UpdateService'));
});
