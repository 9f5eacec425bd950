import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as ecs from '@aws-sdk/client-ecs';
import { describe, expect, test } from 'vitest';
import { type Sandbox, type Seed, startSandbox } from '../../src/index.ts';
import { configOf, ecsClient, refusalOf } from '../clients.ts';
import { publishedProblems, shapeProblems } from '../published-models.ts';

const awslogs = { logDriver: 'awslogs', options: { 'awslogs-group': '/ecs/api', 'awslogs-stream-prefix': 'ecs' } };

const seed: Seed = {
  accounts: {
    '111111111111': {
      regions: {
        'ap-northeast-1': {
          taskDefinitions: ['v1', 'v2'].map((tag) => ({
            family: 'api',
            networkMode: 'awsvpc',
            cpu: '256',
            memory: '512',
            requiresCompatibilities: ['FARGATE'],
            containerDefinitions: [{ name: 'app', image: `registry.test/api:${tag}`, logConfiguration: awslogs }],
          })),
          clusters: {
            shop: {
              services: {
                api: {
                  taskDefinition: 'api:1',
                  desiredCount: 2,
                  launchType: 'FARGATE',
                  networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
                  loadBalancers: [
                    {
                      targetGroupArn: 'arn:aws:elasticloadbalancing:ap-northeast-1:111111111111:targetgroup/api/1',
                      containerName: 'app',
                      containerPort: 80,
                    },
                  ],
                },
              },
            },
          },
        },
      },
    },
  },
};

const named = { cluster: 'shop', service: 'api' };

async function described(client: ecs.ECSClient): Promise<ecs.Service> {
  const { services } = await client.send(new ecs.DescribeServicesCommand({ cluster: 'shop', services: ['api'] }));
  const [service] = services ?? [];
  if (!service) throw new Error('there is no service');
  return service;
}

/** Describes the service every second of the sandbox's clock until the answer is as wanted. */
async function until(
  sandbox: Sandbox,
  client: ecs.ECSClient,
  done: (service: ecs.Service) => boolean,
): Promise<ecs.Service> {
  for (let second = 0; second < 600; second += 1) {
    const service = await described(client);
    if (done(service)) return service;
    await sandbox.clock.advance({ seconds: 1 });
  }
  throw new Error('not so after ten minutes');
}

const completed = (service: ecs.Service): boolean => service.deployments?.[0]?.rolloutState === 'COMPLETED';

describe('the unmodified client of the AWS SDK', () => {
  test('sees a rollout from its first answer to its end', async () => {
    await using sandbox = await startSandbox({ seed });
    const client = ecsClient(sandbox);
    const before = (await described(client)).deployments?.[0];
    const { service } = await client.send(new ecs.UpdateServiceCommand({ ...named, taskDefinition: 'api:2' }));
    expect(service?.deployments).toMatchObject([
      { status: 'PRIMARY', desiredCount: 0, runningCount: 0, rolloutState: 'IN_PROGRESS' },
      { id: before?.id, status: 'ACTIVE', desiredCount: 2, runningCount: 2, rolloutState: 'COMPLETED' },
    ]);
    const after = await until(sandbox, client, (each) => each.deployments?.length === 1 && completed(each));
    expect(after.deployments?.[0]?.id).toBe(service?.deployments?.[0]?.id);
    expect(after.events?.[0]?.createdAt?.getTime()).toBeLessThanOrEqual(sandbox.clock.now());
    const { serviceDeployments } = await client.send(new ecs.ListServiceDeploymentsCommand(named));
    expect(serviceDeployments?.map(({ status }) => status)).toEqual(['SUCCESSFUL', 'SUCCESSFUL']);
    expect(publishedProblems(sandbox.requests())).toEqual([]);
  });

  test('sees a rollback under the old id', async () => {
    await using sandbox = await startSandbox({ seed });
    const client = ecsClient(sandbox);
    const before = (await described(client)).deployments?.[0]?.id;
    sandbox.ecs.behave({ match: { revision: 2 }, becomes: 'image-missing' });
    const deploymentConfiguration = { deploymentCircuitBreaker: { enable: true, rollback: true } };
    await client.send(new ecs.UpdateServiceCommand({ ...named, taskDefinition: 'api:2', deploymentConfiguration }));
    const during = await until(sandbox, client, ({ deployments }) => deployments?.[0]?.id === before);
    expect(during.deployments?.[0]?.rolloutStateReason).toBe(
      `ECS deployment circuit breaker: rolling back to deploymentId ${before}.`,
    );
    await until(sandbox, client, (each) => each.deployments?.length === 1 && completed(each));
    const { currentServiceDeployment } = await described(client);
    const { serviceDeployments } = await client.send(
      new ecs.DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [String(currentServiceDeployment)] }),
    );
    expect(serviceDeployments).toMatchObject([
      { status: 'ROLLBACK_SUCCESSFUL', deploymentCircuitBreaker: { status: 'TRIGGERED', failureCount: 3 } },
    ]);
    const stopped = await client.send(new ecs.ListTasksCommand({ cluster: 'shop', desiredStatus: 'STOPPED' }));
    const { tasks } = await client.send(
      new ecs.DescribeTasksCommand({ cluster: 'shop', tasks: stopped.taskArns ?? [] }),
    );
    expect(tasks?.map(({ stopCode }) => stopCode)).toContain('TaskFailedToStart');
    expect(publishedProblems(sandbox.requests())).toEqual([]);
  });

  test('walks a blue/green deployment through a pause', async () => {
    await using sandbox = await startSandbox({ seed });
    const client = ecsClient(sandbox);
    await client.send(
      new ecs.UpdateServiceCommand({
        ...named,
        taskDefinition: 'api:2',
        deploymentConfiguration: {
          strategy: 'BLUE_GREEN',
          bakeTimeInMinutes: 1,
          lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'] }],
        },
      }),
    );
    await sandbox.clock.advance({ seconds: 60 });
    const [brief] = (await client.send(new ecs.ListServiceDeploymentsCommand(named))).serviceDeployments ?? [];
    const serviceDeploymentArn = String(brief?.serviceDeploymentArn);
    const describe = new ecs.DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [serviceDeploymentArn] });
    const [paused] = (await client.send(describe)).serviceDeployments ?? [];
    expect(paused).toMatchObject({ status: 'IN_PROGRESS', lifecycleStage: 'POST_TEST_TRAFFIC_SHIFT' });
    const hookId = String(paused?.lifecycleHookDetails?.[0]?.hookId);
    await client.send(new ecs.ContinueServiceDeploymentCommand({ serviceDeploymentArn, hookId }));
    await sandbox.clock.advance({ minutes: 3 });
    expect((await client.send(describe)).serviceDeployments).toMatchObject([{ status: 'SUCCESSFUL' }]);
    expect(publishedProblems(sandbox.requests())).toEqual([]);
  });

  test('calls every other operation, all as published', async () => {
    await using sandbox = await startSandbox({ seed });
    const client = ecsClient(sandbox);
    await client.send(new ecs.CreateClusterCommand({ clusterName: 'other', tags: [{ key: 'a', value: 'b' }] }));
    await client.send(new ecs.DescribeClustersCommand({ clusters: ['shop', 'none'], include: ['TAGS', 'SETTINGS'] }));
    await client.send(new ecs.ListClustersCommand({}));
    const registered = await client.send(
      new ecs.RegisterTaskDefinitionCommand({
        family: 'worker',
        containerDefinitions: [{ name: 'app', image: 'worker:1', memory: 64 }],
        tags: [{ key: 'a', value: 'b' }],
      }),
    );
    expect(registered.taskDefinition?.registeredAt?.getTime()).toBe(sandbox.clock.now());
    await client.send(new ecs.DescribeTaskDefinitionCommand({ taskDefinition: 'worker', include: ['TAGS'] }));
    await client.send(new ecs.ListTaskDefinitionsCommand({}));
    await client.send(new ecs.ListTaskDefinitionFamiliesCommand({}));
    const worker = { cluster: 'other', taskDefinition: 'worker' };
    const created = await client.send(
      new ecs.CreateServiceCommand({
        ...worker,
        serviceName: 'worker',
        desiredCount: 1,
        tags: [{ key: 'a', value: 'b' }],
      }),
    );
    await client.send(new ecs.ListServicesCommand({ cluster: 'other' }));
    const { tasks } = await client.send(new ecs.RunTaskCommand(worker));
    await client.send(new ecs.StopTaskCommand({ cluster: 'other', task: String(tasks?.[0]?.taskArn) }));
    const resourceArn = String(created.service?.serviceArn);
    await client.send(new ecs.TagResourceCommand({ resourceArn, tags: [{ key: 'c', value: '' }] }));
    await client.send(new ecs.UntagResourceCommand({ resourceArn, tagKeys: ['a'] }));
    expect((await client.send(new ecs.ListTagsForResourceCommand({ resourceArn }))).tags).toEqual([
      { key: 'c', value: '' },
    ]);
    await sandbox.clock.advance({ minutes: 1 });
    const { services } = await client.send(new ecs.DescribeServicesCommand({ cluster: 'other', services: ['worker'] }));
    const revision = String(services?.[0]?.currentServiceRevisions?.[0]?.arn);
    await client.send(new ecs.DescribeServiceRevisionsCommand({ serviceRevisionArns: [revision] }));
    await client.send(new ecs.UpdateServiceCommand({ cluster: 'other', service: 'worker', forceNewDeployment: true }));
    await sandbox.clock.advance({ seconds: 4 });
    const [ongoing] =
      (await client.send(new ecs.ListServiceDeploymentsCommand({ cluster: 'other', service: 'worker' })))
        .serviceDeployments ?? [];
    await client.send(
      new ecs.StopServiceDeploymentCommand({
        serviceDeploymentArn: String(ongoing?.serviceDeploymentArn),
        stopType: 'ROLLBACK',
      }),
    );
    await sandbox.clock.advance({ minutes: 1 });
    await client.send(new ecs.DeleteServiceCommand({ cluster: 'other', service: 'worker', force: true }));
    await sandbox.clock.advance({ minutes: 1 });
    await client.send(new ecs.DeregisterTaskDefinitionCommand({ taskDefinition: 'worker:1' }));
    await client.send(new ecs.DeleteClusterCommand({ cluster: 'other' }));
    expect(publishedProblems(sandbox.requests())).toEqual([]);
  });

  test('gets refusals as errors of its own classes', async () => {
    await using sandbox = await startSandbox({ seed });
    const client = ecsClient(sandbox);
    const update = (input: Partial<ecs.UpdateServiceCommandInput>): Promise<unknown> =>
      client.send(new ecs.UpdateServiceCommand({ ...named, ...input }));
    await expect(update({ cluster: 'none' })).rejects.toBeInstanceOf(ecs.ClusterNotFoundException);
    await expect(update({ service: 'none' })).rejects.toBeInstanceOf(ecs.ServiceNotFoundException);
    await expect(update({ taskDefinition: 'none' })).rejects.toBeInstanceOf(ecs.ClientException);
    await expect(update({ desiredCount: -1 })).rejects.toBeInstanceOf(ecs.InvalidParameterException);
    sandbox.ecs.setThrottling(true);
    const describes = Array.from({ length: 101 }, () => described(client));
    expect(await refusalOf(Promise.all(describes))).toEqual({
      code: 'ThrottlingException',
      message: 'Rate exceeded',
      status: 400,
    });
    expect(publishedProblems(sandbox.requests())).toEqual([]);
  });

  test('reads what failed containers wrote', async () => {
    await using sandbox = await startSandbox({ seed });
    const client = ecsClient(sandbox);
    const reader = new logs.CloudWatchLogsClient(configOf(sandbox.environment()));
    sandbox.ecs.behave({
      match: { revision: 2 },
      becomes: { type: 'exits', code: 1, afterSeconds: 1 },
      logs: [{ message: 'cannot connect to the database' }],
    });
    await client.send(new ecs.UpdateServiceCommand({ ...named, taskDefinition: 'api:2' }));
    await sandbox.clock.advance({ seconds: 10 });
    const group = { logGroupName: '/ecs/api' };
    const filtered = await reader.send(new logs.FilterLogEventsCommand(group));
    const logStreamName = String(filtered.events?.[0]?.logStreamName);
    expect(logStreamName).toMatch(/^ecs\/app\/[0-9a-f]{32}$/);
    const { events } = await reader.send(new logs.GetLogEventsCommand({ ...group, logStreamName }));
    expect(events?.map(({ message }) => message)).toEqual(['cannot connect to the database']);
    const models: Readonly<Record<string, unknown>> = { ...logs };
    for (const { operation, response } of sandbox.requests('logs.*')) {
      const schema = models[`${operation.split('.')[1]}$`] as readonly unknown[];
      expect(shapeProblems(response, schema[5], { path: operation, isText: false })).toEqual([]);
    }
  });
});

test('members that the client does not know survive the wire in both directions', async () => {
  await using sandbox = await startSandbox({ seed });
  const client = ecsClient(sandbox);
  const body = {
    family: 'odd',
    futureTaskField: { mode: 'ON' },
    containerDefinitions: [{ name: 'app', image: 'app:1', memory: 64, futureContainerField: ['', 0, false, null] }],
  };
  client.middlewareStack.add(
    (next, context) => (args) => {
      const request = args.request as { body: string };
      if (context.commandName === 'RegisterTaskDefinitionCommand') request.body = JSON.stringify(body);
      return next(args);
    },
    { step: 'build', priority: 'high' },
  );
  await client.send(new ecs.RegisterTaskDefinitionCommand({ family: 'odd', containerDefinitions: [] }));
  await client.send(new ecs.DescribeTaskDefinitionCommand({ taskDefinition: 'odd' }));
  expect(sandbox.requests('ecs.RegisterTaskDefinition')[0]?.body).toEqual(body);
  expect(sandbox.requests('ecs.DescribeTaskDefinition')[0]?.response).toMatchObject({ taskDefinition: body });
});
