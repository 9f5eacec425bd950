import { expect, test } from 'vitest';
import { deploy } from './deploy.ts';
import { startShop } from './shop.ts';

const breaker = { deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } } };
const release = { image: '*v1.2.0*' };

test('three pulls that time out among fifty tasks are no reason to roll back: ECS bears 25', async () => {
  await using shop = await startShop({ service: { ...breaker, desiredCount: 50 } });
  shop.sandbox.ecs.behave({ match: release, becomes: 'no-route', times: 3 });
  const { outcome } = await deploy(shop);
  expect(outcome).toBe('succeeded');
  expect(shop.calls('StopServiceDeployment')).toEqual([]);
});

test('an image that is missing ends the wait after three of fifty tasks, as the next ones would meet the same', async () => {
  await using shop = await startShop({ service: { ...breaker, desiredCount: 50 } });
  shop.sandbox.ecs.behave({ match: release, becomes: 'image-missing' });
  const { outcome, error } = await deploy(shop);
  expect([outcome, error?.code]).toEqual(['rolled-back', 'ROLLED_BACK']);
});

test('deaths between healthy starts, which make ECS count from the start, are no reason to roll back', async () => {
  await using shop = await startShop({ service: { ...breaker, desiredCount: 10 } });
  const unwell = { type: 'container-unhealthy', afterSeconds: 40 } as const;
  for (const startSeconds of [90, 60, 1]) {
    shop.sandbox.ecs.behave({ match: release, becomes: unwell, times: 1, startSeconds });
    shop.sandbox.ecs.behave({ match: release, times: 2, startSeconds });
  }
  const { outcome } = await deploy(shop);
  expect(outcome).toBe('succeeded');
  expect(shop.calls('StopServiceDeployment')).toEqual([]);
});
