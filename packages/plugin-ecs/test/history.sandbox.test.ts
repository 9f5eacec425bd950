import { expect, test } from 'vitest';
import { imageReference, startShop } from './shop.ts';

const breaker = { deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } } };

test('a release that ECS rolled back is told with the reason, and what runs is the one before', async () => {
  const region = { behaviours: [{ match: { image: '*v1.2.0*' }, becomes: 'image-missing' }] };
  await using shop = await startShop({ service: breaker, region });
  await shop.apply(await shop.plan());
  const [target] = await shop.history();
  expect(target?.note).toBeNull();
  expect(target?.deployments).toMatchObject([
    { release: 'v1.2.0', step: 'minor', revision: 'api:2', end: 'rolled-back', primary: false, lastStable: false },
    { release: 'v1.1.0', step: null, revision: 'api:1', end: 'succeeded', primary: true, lastStable: false },
  ]);
  expect(target?.deployments[0]?.reason).toMatch(/circuit breaker/);
});

test('what a newer deployment took the place of is superseded', async () => {
  await using shop = await startShop();
  const { client, sdk } = await shop.ecs();
  const force = async () => {
    const input = { cluster: 'shop', service: 'api', forceNewDeployment: true };
    await client.send(new sdk.UpdateServiceCommand(input));
    await shop.sandbox.clock.advance({ seconds: 5 });
  };
  await force();
  await force();
  await shop.sandbox.clock.advance({ seconds: 600 });
  const [target] = await shop.history();
  expect(target?.deployments.map(({ end, primary }) => [end, primary])).toEqual([
    ['succeeded', true],
    ['superseded', false],
    ['succeeded', false],
  ]);
});

test('a hundred services take few calls, within the rates of ECS', async () => {
  const services = Array.from({ length: 100 }, (_, index) => `s${index}`);
  await using shop = await startShop({ services });
  const found = await shop.history();
  expect(found).toHaveLength(100);
  expect(found.every(({ deployments }) => deployments.length === 1 && deployments[0]?.primary)).toBe(true);
  const calls = [
    'DescribeServices',
    'ListServiceDeployments',
    'DescribeServiceDeployments',
    'DescribeServiceRevisions',
    'DescribeTaskDefinition',
  ] as const;
  expect(calls.map((each) => shop.calls(each).length)).toEqual([10, 100, 10, 5, 100]);
  expect(shop.sandbox.requests().filter(({ status }) => status >= 400)).toEqual([]);
});

test('a hundred services with two deployments of two revisions each are read within the rates, in seconds', async () => {
  const services = Array.from({ length: 100 }, (_, index) => `s${index}`);
  await using shop = await startShop({ services });
  const { client, sdk } = await shop.ecs();
  const size = { cpu: '256', memory: '512', networkMode: 'awsvpc' } as const;
  const requiresCompatibilities = ['FARGATE' as const];
  const containerDefinitions = [{ name: 'app', image: imageReference('v1.2.0'), essential: true }];
  for (const family of services) {
    await client.send(
      new sdk.RegisterTaskDefinitionCommand({ ...size, requiresCompatibilities, family, containerDefinitions }),
    );
    await client.send(new sdk.UpdateServiceCommand({ cluster: 'shop', service: family, taskDefinition: family }));
  }
  await shop.sandbox.clock.advance({ seconds: 600 });
  const before = shop.sandbox.requests().length;
  const startedAt = shop.sandbox.clock.now();
  const found = await shop.history();
  const seconds = (shop.sandbox.clock.now() - startedAt) / 1000;
  expect(found.every(({ deployments }) => deployments.length === 2)).toBe(true);
  const calls = shop.sandbox.requests().slice(before);
  const byName = Map.groupBy(calls, ({ operation }) => operation);
  expect(Object.fromEntries([...byName].map(([name, all]) => [name, all.length]))).toEqual({
    'ecs.DescribeServices': 10,
    'ecs.ListServiceDeployments': 100,
    'ecs.DescribeServiceDeployments': 15,
    'ecs.DescribeServiceRevisions': 10,
    'ecs.DescribeTaskDefinition': 200,
  });
  // Of one bucket 125 calls, then of another 200: forty at once each, and 18 a second from then on.
  expect(seconds).toBeGreaterThan(13);
  expect(seconds).toBeLessThan(14);
});
