import { createPlan, findRevisions, readHistory } from '@funade/core';
import { expect, test } from 'vitest';
import { type Shop, startShop } from './shop.ts';

/** The plan that goes back, as the command makes it. */
async function planBack(shop: Shop, to: string | null = null) {
  const { request, plugins, context } = await shop.rollbackOf();
  const histories = await readHistory({ ...request, limit: 10 }, plugins, context);
  const revisions = await findRevisions({ histories, to }, plugins, context);
  return createPlan({ ...request, revisions }, plugins, context);
}

test('a rollback is one update and its wait, to the very revision', async () => {
  await using shop = await startShop();
  await shop.apply(await shop.plan());
  const plan = await planBack(shop);
  expect(plan.steps.map(({ kind }) => kind)).toEqual(['aws.assume-role', 'ecs.update-service', 'ecs.wait-for-rollout']);
  expect(plan.targets[0]?.version).toMatchObject({ from: 'v1.2.0', to: 'v1.1.0', step: 'downgrade' });
  expect((await shop.apply(plan)).outcome).toBe('succeeded');
  expect(shop.calls('UpdateService').at(-1)).toEqual({
    cluster: 'shop',
    service: 'api',
    taskDefinition: expect.stringMatching(/task-definition\/api:1$/),
  });
});

test('while a deployment is in progress abort is what fits', async () => {
  const region = { behaviours: [{ match: { image: '*v1.2.0*' }, becomes: 'never-starts' }] };
  await using shop = await startShop({ region });
  const { client, sdk } = await shop.ecs();
  const input = { cluster: 'shop', service: 'api', forceNewDeployment: true };
  await client.send(new sdk.UpdateServiceCommand(input));
  await expect(planBack(shop, 'api:1')).rejects.toMatchObject({
    code: 'ROLLBACK_WHILE_DEPLOYING',
    hint: expect.stringContaining('funade abort production --service api'),
  });
});

test('a revision that was deregistered is refused before anything is sent', async () => {
  await using shop = await startShop();
  await shop.apply(await shop.plan());
  const { client, sdk } = await shop.ecs();
  await client.send(new sdk.DeregisterTaskDefinitionCommand({ taskDefinition: 'api:1' }));
  const updates = shop.calls('UpdateService').length;
  await expect(planBack(shop)).rejects.toMatchObject({ code: 'REVISION_INACTIVE' });
  expect(shop.calls('UpdateService')).toHaveLength(updates);
});

test('what ECS rolled back is skipped, and services go back to a release together', async () => {
  const deploymentConfiguration = { deploymentCircuitBreaker: { enable: true, rollback: true } };
  const region = { behaviours: [{ match: { image: '*v1.2.0*' }, becomes: 'image-missing' }] };
  await using shop = await startShop({ services: ['api', 'web'], service: { deploymentConfiguration }, region });
  expect((await shop.apply(await shop.plan())).outcome).toBe('rolled-back');
  expect((await shop.apply(await shop.plan({ tag: 'v1.3.0' }))).outcome).toBe('succeeded');
  const [api] = await shop.history();
  expect(api?.deployments.map(({ release, end, lastStable }) => [release, end, lastStable])).toEqual([
    ['v1.3.0', 'succeeded', false],
    ['v1.2.0', 'rolled-back', false],
    ['v1.1.0', 'succeeded', true],
  ]);
  const plan = await planBack(shop, 'v1.1.0');
  expect(plan.targets.map(({ id, version }) => [id, version?.to])).toEqual([
    ['api@production', 'v1.1.0'],
    ['web@production', 'v1.1.0'],
  ]);
  expect(plan.warnings).toEqual([]);
  expect((await shop.apply(plan)).outcome).toBe('succeeded');
  expect((await shop.history()).map(({ deployments }) => deployments[0])).toMatchObject([
    { release: 'v1.1.0', revision: 'api:1', primary: true, end: 'succeeded' },
    { release: 'v1.1.0', revision: 'web:1', primary: true, end: 'succeeded' },
  ]);
});
