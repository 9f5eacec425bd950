import { expect, test } from 'vitest';
import { deploy, errorOf, onceRolling, warnings } from './deploy.ts';
import { registerOther } from './rivals.ts';
import { type Shop, startShop } from './shop.ts';

/** Names of the revisions of the family, oldest first. */
async function revisions(shop: Shop): Promise<readonly string[]> {
  const { client, sdk } = await shop.ecs();
  const { taskDefinitionArns = [] } = await client.send(new sdk.ListTaskDefinitionsCommand({ familyPrefix: 'api' }));
  return taskDefinitionArns.map((arn) => arn.slice(arn.lastIndexOf('/') + 1));
}

function deployments(shop: Shop): number {
  return shop.sandbox.ecs.serviceDeployments('shop/api').length;
}

test.each([1, 2, 3])('a revision is registered once when the answer is lost %d times', async (times) => {
  await using shop = await startShop();
  shop.sandbox.faults.next('ecs.RegisterTaskDefinition', { reset: 'after' }, times);
  expect((await deploy(shop)).outcome).toBe('succeeded');
  expect(await revisions(shop)).toEqual(['api:1', 'api:2']);
  expect(shop.calls('RegisterTaskDefinition')).toHaveLength(1);
});

test('it is found behind one that somebody registered meanwhile', async () => {
  await using shop = await startShop();
  shop.sandbox.faults.next('ecs.RegisterTaskDefinition', { reset: 'after' });
  const { client, sdk } = await shop.ecs();
  const others = shop.sandbox.requests('ecs.RegisterTaskDefinition').length;
  const plan = await shop.plan();
  let came = false;
  const report = await shop.apply(plan, async (event) => {
    if (came || event.type !== 'step-started' || !event.step.startsWith('ecs.register')) return;
    came = true;
    // The pause before the look is a tenth of a second at most.
    while (shop.sandbox.requests('ecs.RegisterTaskDefinition').length === others) await shop.sandbox.clock.sleep(1);
    const body = { family: 'api', containerDefinitions: [{ name: 'app', image: 'other', memory: 64 }] };
    await client.send(new sdk.RegisterTaskDefinitionCommand(body));
  });
  expect([report.outcome, errorOf(shop)]).toEqual(['succeeded', null]);
  expect(shop.calls('UpdateService')).toEqual([
    expect.objectContaining({ taskDefinition: expect.stringMatching(/api:2$/) }),
  ]);
});

test.each([
  ['throttled', { code: 'ThrottlingException' }],
  ['a server fault', { code: 'ServerException', status: 500 }],
  ['cut before it arrives', { reset: true }],
  ['an answer that is none', { body: '<html>Bad Gateway</html>', status: 502 }],
  ['half an answer', { body: '{"taskDefinition":{"fam', status: 200 }],
] as const)('a registration that did not arrive is sent again: %s', async (_, fault) => {
  await using shop = await startShop();
  shop.sandbox.faults.next('ecs.RegisterTaskDefinition', fault, 2);
  expect((await deploy(shop)).outcome).toBe('succeeded');
  expect(await revisions(shop)).toEqual(['api:1', 'api:2']);
});

test.each([
  ['throttled', { code: 'ThrottlingException' }],
  ['a server fault', { code: 'ServerException', status: 500 }],
  ['cut before it arrives', { reset: true }],
  ['cut after it has arrived', { reset: 'after' }],
  ['half an answer', { body: '{"service":{"serv', status: 200 }],
  ['later than it is waited for', { delay: 45_000 }],
] as const)('an update starts one deployment: %s', async (_, fault) => {
  await using shop = await startShop();
  shop.sandbox.faults.next('ecs.UpdateService', fault);
  expect((await deploy(shop)).outcome).toBe('succeeded');
  expect(deployments(shop)).toBe(2);
});

test.each([1, 3])('so it does by force when the answer is lost %d times', async (times) => {
  await using shop = await startShop();
  await deploy(shop);
  shop.sandbox.faults.next('ecs.UpdateService', { reset: 'after' }, times);
  const { outcome } = await deploy(shop, { allow: { force: true } });
  expect(outcome).toBe('succeeded');
  expect(deployments(shop)).toBe(3);
});

test("somebody's deployment that came while an update was tried again is not replaced", async () => {
  await using shop = await startShop();
  await registerOther(shop);
  shop.sandbox.faults.next('ecs.UpdateService', { code: 'ThrottlingException' }, 3);
  let came = false;
  const plan = await shop.plan();
  const report = await shop.apply(plan, (event) => {
    if (came || event.type !== 'step-started' || !event.step.startsWith('ecs.update-service')) return;
    came = true;
    void shop.sandbox.clock.sleep(500).then(() => shop.sandbox.ecs.deploy('shop/api', 'other:1'));
  });
  expect([report.outcome, errorOf(shop)?.code]).toEqual(['failed', 'SERVICE_MOVED']);
});

test('what was replaced in the moment of an update whose answer was lost is told all the same', async () => {
  await using shop = await startShop();
  await registerOther(shop);
  shop.sandbox.faults.latency('ecs.UpdateService', 4_000);
  shop.sandbox.faults.next('ecs.UpdateService', { reset: 'after' });
  const { outcome } = await deploy(shop, {}, (event) => {
    if (event.type !== 'step-started' || !event.step.startsWith('ecs.update-service')) return;
    void shop.sandbox.clock.sleep(2_000).then(() => shop.sandbox.ecs.deploy('shop/api', 'other:1'));
  });
  expect(outcome).toBe('succeeded');
  expect(warnings(shop)).toEqual([expect.stringMatching(/^deployment ecs-svc\/\d+ of other:1, .* was replaced by it/)]);
});

test('a service is made once', async () => {
  await using shop = await startShop();
  shop.sandbox.faults.next('ecs.CreateService', { reset: 'after' }, 2);
  const settings = {
    desiredCount: 1,
    launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-a'] } },
  };
  const taskDefinition = {
    family: 'report',
    cpu: '256',
    memory: '512',
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    containerDefinitions: [{ name: 'app', image: 'placeholder', essential: true }],
  };
  const report = await shop.apply(await shop.plan({ services: ['report'], options: { settings, taskDefinition } }));
  expect([report.outcome, errorOf(shop)]).toEqual(['succeeded', null]);
});

test('a rollback by an update whose answer is lost is one deployment, and no supersession', async () => {
  const deploymentCircuitBreaker = { enable: true, rollback: false };
  await using shop = await startShop({
    service: { deploymentConfiguration: { deploymentCircuitBreaker } },
    region: { behaviours: [{ match: { image: '*v1.2.0*' }, becomes: 'image-missing' }] },
  });
  const options = { onFailure: 'rollback', wait: { failFast: 0 } } as const;
  const { outcome, error } = await deploy(
    shop,
    { options },
    onceRolling(() => shop.sandbox.faults.next('ecs.UpdateService', { reset: 'after' })),
  );
  expect([outcome, error?.code]).toEqual(['rolled-back', 'ROLLED_BACK']);
  expect(deployments(shop)).toBe(3);
});

test('a rollback by ECS whose answer is lost is told once more and is the same', async () => {
  await using shop = await startShop({
    region: { behaviours: [{ match: { image: '*v1.2.0*' }, becomes: 'image-missing' }] },
  });
  const { outcome, error } = await deploy(
    shop,
    {},
    onceRolling(() => shop.sandbox.faults.next('ecs.StopServiceDeployment', { reset: 'after' })),
  );
  expect([outcome, error?.code]).toEqual(['rolled-back', 'ROLLED_BACK']);
});

test.each([3, 12])(
  'an update whose answer was lost, and that somebody replaced before it was looked for, was superseded (visible after %d s)',
  async (serviceDeploymentLag) => {
    await using shop = await startShop({ region: { timings: { serviceDeploymentLag } } });
    await registerOther(shop);
    shop.sandbox.faults.next('ecs.UpdateService', { reset: 'after' });
    const plan = await shop.plan();
    let came = false;
    const report = await shop.apply(plan, async (event) => {
      if (came || event.type !== 'step-started' || !event.step.startsWith('ecs.update')) return;
      came = true;
      while (shop.calls('UpdateService').length === 0) await shop.sandbox.clock.sleep(1);
      shop.sandbox.ecs.deploy('shop/api', 'other:1');
    });
    expect([report.outcome, errorOf(shop)?.code]).toEqual(['superseded', 'SUPERSEDED']);
    expect(shop.calls('UpdateService')).toHaveLength(1);
  },
);
