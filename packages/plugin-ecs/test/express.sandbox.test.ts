import { createPlan, findRevisions, type JsonObject } from '@funade/core';
import { expect, test } from 'vitest';
import type { EcsOptions } from '../src/options/options.ts';
import { deploy, errorOf, once, progress } from './deploy.ts';
import { imageReference, type Shop, startShop } from './shop.ts';

const infrastructureRoleArn = 'arn:aws:iam::222222222222:role/infrastructure';
const roles = { infrastructure: { trust: { services: ['ecs.amazonaws.com'] } } };
const primaryContainer = {
  image: imageReference('v1.1.0'),
  environment: [
    { name: 'LEVEL', value: 'info' },
    { name: 'MODE', value: 'web' },
  ],
};

/** Options of a service of Express Mode. */
function express(written: NonNullable<EcsOptions['express']> = {}, more: Partial<EcsOptions> = {}) {
  return { options: { container: 'Main', express: written, ...more } };
}

/** A shop whose one service `api` is of Express Mode; `null`: there is none yet. */
async function expressShop(seed: JsonObject | null = {}): Promise<Shop> {
  const expressServices = seed === null ? {} : { api: { infrastructureRoleArn, primaryContainer, ...seed } };
  return startShop({ region: { clusters: { shop: { expressServices } } }, roles });
}

const serviceArn = 'arn:aws:ecs:ap-northeast-1:222222222222:service/shop/api';
const own = {
  family: 'own',
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  cpu: '512',
  memory: '1024',
  executionRoleArn: 'arn:aws:iam::222222222222:role/ecsTaskExecutionRole',
  containerDefinitions: [
    { name: 'Main', image: 'x', essential: true, portMappings: [{ containerPort: 8080, name: 'http' }] },
    { name: 'proxy', image: 'registry.example/proxy:1' },
  ],
};

/** What the Express API was sent. */
const updates = (shop: Shop) => shop.calls('UpdateExpressGatewayService');
const deployments = (shop: Shop): number => shop.sandbox.ecs.serviceDeployments('shop/api').length;

async function configuration(shop: Shop) {
  const { client, sdk } = await shop.ecs();
  const { service } = await client.send(new sdk.DescribeExpressGatewayServiceCommand({ serviceArn }));
  return service?.activeConfigurations?.[0];
}

test('an update sends the new image with what the container has, and is followed through canary and bake time', async () => {
  await using shop = await expressShop();
  const plan = await shop.plan(express());
  expect(plan.steps.map(({ kind }) => kind)).toEqual([
    'aws.assume-role',
    'ecs.update-express-service',
    'ecs.wait-for-rollout',
  ]);
  expect(plan.notes.map(({ text }) => text)).toEqual([expect.stringMatching(/^answers at https:\/\/api-.*\.on\.aws$/)]);
  const report = await shop.apply(plan);
  expect([report.outcome, errorOf(shop)]).toEqual(['succeeded', null]);
  expect(updates(shop)).toEqual([
    { serviceArn, primaryContainer: expect.objectContaining({ ...primaryContainer, image: imageReference('v1.2.0') }) },
  ]);
  expect(shop.calls('UpdateService')).toEqual([]);
  expect(progress(shop)).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^api answers at https:/),
      expect.stringContaining('PRODUCTION_TRAFFIC_SHIFT (traffic 5% new)'),
      expect.stringContaining('BAKE_TIME (traffic 100% new)'),
    ]),
  );
  expect((await shop.plan(express())).steps).toEqual([]);
});

test('what is written is compared and sent: structures whole, and nothing else', async () => {
  await using shop = await expressShop();
  const written = {
    cpu: '512',
    memory: '1024',
    healthCheckPath: '/healthz',
    scalingTarget: { maxTaskCount: 4 },
    primaryContainer: { command: ['serve'] },
  };
  const plan = await shop.plan(express(written, {}));
  expect(plan.steps[1]?.changes.map(({ path, from, to }) => [path, from, to])).toEqual(
    expect.arrayContaining([
      ['cpu', '256', '512'],
      ['healthCheckPath', '/ping', '/healthz'],
      ['scalingTarget.maxTaskCount', 20, 4],
    ]),
  );
  expect(plan.warnings.map(({ code, message }) => [code, message])).toEqual([
    [
      'EXPRESS_NOT_TAKEN_BACK',
      'a rollback goes back to the revision that runs; healthCheckPath and scalingTarget would stay as deployed',
    ],
  ]);
  expect((await shop.apply(plan)).outcome).toBe('succeeded');
  expect(updates(shop)).toEqual([
    expect.objectContaining({
      cpu: '512',
      healthCheckPath: '/healthz',
      scalingTarget: { minTaskCount: 1, maxTaskCount: 4, autoScalingMetric: 'AVERAGE_CPU', autoScalingTargetValue: 60 },
    }),
  ]);
  expect(await configuration(shop)).toMatchObject({
    primaryContainer: { command: ['serve'], environment: primaryContainer.environment },
  });
  expect((await shop.plan(express(written))).steps).toEqual([]);
});

test('a service that is not there is made', async () => {
  await using shop = await expressShop(null);
  const made = express({ infrastructureRoleArn, primaryContainer: { containerPort: 8080 } });
  const plan = await shop.plan(made);
  const report = await shop.apply(plan);
  expect([report.outcome, errorOf(shop)]).toEqual(['succeeded', null]);
  expect(shop.calls('CreateExpressGatewayService')).toEqual([
    {
      cluster: 'shop',
      serviceName: 'api',
      infrastructureRoleArn,
      primaryContainer: { containerPort: 8080, image: imageReference('v1.2.0') },
    },
  ]);
  expect(progress(shop)).toEqual(expect.arrayContaining([expect.stringMatching(/^api answers at https:/)]));
  expect((await shop.plan(made)).steps).toEqual([]);
});

test('a service is made once when the answer is lost', async () => {
  await using shop = await expressShop(null);
  shop.sandbox.faults.next('ecs.CreateExpressGatewayService', { reset: 'after' });
  expect((await deploy(shop, express({ infrastructureRoleArn }))).outcome).toBe('succeeded');
  expect(shop.calls('CreateExpressGatewayService')).toHaveLength(1);
});

test('a definition of the user is registered and sent, and nothing that stands for it', async () => {
  await using shop = await expressShop();
  const options = express({ healthCheckPath: '/up' }, { taskDefinition: own });
  const report = await shop.apply(await shop.plan(options));
  expect([report.outcome, errorOf(shop)]).toEqual(['succeeded', null]);
  expect(updates(shop)).toEqual([
    { serviceArn, healthCheckPath: '/up', taskDefinitionArn: expect.stringMatching(/task-definition\/own:1$/) },
  ]);
  expect(await configuration(shop)).toMatchObject({ primaryContainer: { image: imageReference('v1.2.0') } });
  expect((await shop.plan(options)).steps).toEqual([]);
});

test('a definition that Express Mode cannot run is refused while planning', async () => {
  await using shop = await expressShop();
  const containerDefinitions = [{ name: 'Main', image: 'x', essential: true, portMappings: [{ containerPort: 8080 }] }];
  const plan = shop.plan(express({}, { taskDefinition: { ...own, containerDefinitions } }));
  await expect(plan).rejects.toMatchObject({
    code: 'TASK_DEFINITION_INVALID',
    message: expect.stringContaining('one TCP port mapping that has containerPort and name'),
  });
});

test.each([
  ['throttled', { code: 'ThrottlingException' }],
  ['a server fault', { code: 'ServerException', status: 500 }],
  ['cut before it arrives', { reset: true }],
  ['cut after it has arrived', { reset: 'after' }],
  ['half an answer', { body: '{"service":{"serv', status: 200 }],
] as const)('an update starts one deployment: %s', async (_, fault) => {
  await using shop = await expressShop();
  shop.sandbox.faults.next('ecs.UpdateExpressGatewayService', fault);
  expect((await deploy(shop, express())).outcome).toBe('succeeded');
  expect(deployments(shop)).toBe(2);
});

test('what somebody deployed meanwhile is not replaced', async () => {
  await using shop = await expressShop();
  const plan = await shop.plan(express());
  const { client, sdk } = await shop.ecs();
  const other = { ...primaryContainer, image: imageReference('v9.9.9') };
  await client.send(new sdk.UpdateExpressGatewayServiceCommand({ serviceArn, primaryContainer: other }));
  const report = await shop.apply(plan);
  expect([report.outcome, errorOf(shop)?.code]).toEqual(['failed', 'SERVICE_MOVED']);
  expect(updates(shop)).toHaveLength(1);
});

test('the same release that somebody deployed meanwhile is joined', async () => {
  await using shop = await expressShop();
  const plan = await shop.plan(express());
  const { client, sdk } = await shop.ecs();
  const same = { ...primaryContainer, image: imageReference('v1.2.0') };
  await client.send(new sdk.UpdateExpressGatewayServiceCommand({ serviceArn, primaryContainer: same }));
  expect((await shop.apply(plan)).outcome).toBe('succeeded');
  expect(updates(shop)).toHaveLength(1);
});

test('an alarm that rings while the canary runs takes it back: the old version serves', async () => {
  await using shop = await expressShop();
  const ring = once(/traffic 5% new/, () => shop.sandbox.ecs.setAlarm('api-faults', 'ALARM'));
  const { outcome, error } = await deploy(shop, express(), ring);
  expect(outcome).toBe('rolled-back');
  expect(error?.code).toBe('ROLLED_BACK');
  expect((await configuration(shop))?.primaryContainer?.image).toBe(imageReference('v1.1.0'));
});

test('a canary is aborted, and what ran before serves again', async () => {
  await using shop = await expressShop();
  const { client, sdk } = await shop.ecs();
  const next = { ...primaryContainer, image: imageReference('v1.2.0') };
  await client.send(new sdk.UpdateExpressGatewayServiceCommand({ serviceArn, primaryContainer: next }));
  await shop.sandbox.clock.advance({ minutes: 2 });
  const { report } = await shop.operate('abort');
  expect(report.outcome).not.toBe('failed');
  expect((await configuration(shop))?.primaryContainer?.image).toBe(imageReference('v1.1.0'));
});

test('a rollback goes to the earlier revision by UpdateService', async () => {
  await using shop = await expressShop();
  await deploy(shop, express());
  const { request, plugins, context } = await shop.rollbackOf();
  const targets = request.targets.map((target) => ({
    ...target,
    options: { ecs: { ...target.options.ecs, ...express().options } },
  }));
  const wanted = { ...request, targets, to: null, all: true, intent: 'rollback', others: [] } as const;
  const plan = await createPlan({ ...request, ...(await findRevisions(wanted, plugins, context)) }, plugins, context);
  expect((await shop.apply(plan)).outcome).toBe('succeeded');
  expect(shop.calls('UpdateService')).toEqual([
    { cluster: 'shop', service: 'api', taskDefinition: expect.stringMatching(/shop-api:1$/) },
  ]);
  expect((await configuration(shop))?.primaryContainer?.image).toBe(imageReference('v1.1.0'));
});

test('an ordinary service and an Express service are not taken for one another', async () => {
  await using ordinary = await startShop();
  await expect(ordinary.plan(express())).rejects.toMatchObject({ code: 'NOT_EXPRESS_SERVICE' });
  await using shop = await expressShop();
  await expect(shop.plan()).rejects.toMatchObject({ code: 'EXPRESS_SERVICE' });
  await expect(shop.plan(express({ infrastructureRoleArn: 'arn:aws:iam::1:role/other' }))).rejects.toMatchObject({
    code: 'EXPRESS_FIXED',
  });
  await using none = await expressShop(null);
  await expect(none.plan(express())).rejects.toMatchObject({ code: 'SERVICE_NOT_FOUND' });
});

test('where no deployment names its revision, the service revision does', async () => {
  await using shop = await expressShop();
  const { client, sdk } = await shop.ecs();
  const describe = new sdk.DescribeServicesCommand({ cluster: 'shop', services: ['api'] });
  const [service] = (await client.send(describe)).services ?? [];
  const seen = {
    ...{ serviceArn, serviceName: 'api', status: 'ACTIVE', resourceManagementType: 'ECS' },
    deployments: [{ id: service?.deployments?.[0]?.id, status: 'PRIMARY', rolloutState: 'COMPLETED' }],
  };
  const { currentServiceRevisions = [] } = service ?? {};
  const answer = (more: object) => ({ status: 200, body: JSON.stringify({ services: [{ ...seen, ...more }] }) });
  shop.sandbox.faults.next('ecs.DescribeServices', answer({ currentServiceRevisions }));
  expect((await shop.plan(express())).steps[1]?.changes).toContainEqual(
    expect.objectContaining({ path: 'taskDefinition', from: 'shop-api:1' }),
  );
  shop.sandbox.faults.next('ecs.DescribeServices', answer({}));
  await expect(shop.plan(express())).rejects.toMatchObject({ code: 'RUNNING_REVISION_UNKNOWN' });
});

test('a rollout that fails after others is taken back by UpdateService', async () => {
  await using shop = await expressShop();
  const plan = await shop.plan(express());
  expect((await shop.apply(plan)).outcome).toBe('succeeded');
  const report = await shop.apply(shop.rollback(plan));
  expect([report.outcome, errorOf(shop)]).toEqual(['succeeded', null]);
  expect((await configuration(shop))?.primaryContainer?.image).toBe(imageReference('v1.1.0'));
});

test('a service that could not be made is left as it is', async () => {
  await using shop = await expressShop(null);
  const plan = await shop.plan(express({ infrastructureRoleArn }));
  expect(plan.rollback.map(({ kind }) => kind).filter((kind) => kind.startsWith('ecs.'))).toEqual([]);
  await shop.apply(plan);
  const other = await shop.plan({ ...express({ infrastructureRoleArn }), tag: 'v1.3.0' });
  expect(other.steps.map(({ kind }) => kind)).toContain('ecs.update-express-service');
});

test('a size that Fargate has not is refused while planning', async () => {
  await using shop = await expressShop();
  await expect(shop.plan(express({ cpu: '256', memory: '8192' }))).rejects.toMatchObject({
    code: 'TASK_DEFINITION_INVALID',
    message: expect.stringContaining('memory'),
  });
  expect((await shop.plan(express({ cpuArchitecture: 'ARM64' }))).steps.length).toBeGreaterThan(0);
});
