import { expect, test } from 'vitest';
import { type ReleaseOptions, type Shop, type ShopOptions, startShop } from './shop.ts';

const arn = (name: string): string => `arn:aws:elasticloadbalancing:ap-northeast-1:222222222222:targetgroup/${name}/1`;

function balanced(more: ShopOptions = {}): ShopOptions {
  return {
    service: { loadBalancers: [{ targetGroupArn: arn('api'), containerName: 'app', containerPort: 80 }] },
    region: {
      targetGroups: { api: { id: '1', deregistrationDelay: 90 }, other: { id: '1', deregistrationDelay: 3600 } },
    } as never,
    ...more,
  };
}

const operation = 'elasticloadbalancing.DescribeTargetGroupAttributes';

/** How the plan of a shop waits, and for which target groups it asked. */
async function waits(shop: Shop, options: ReleaseOptions = {}) {
  const { steps } = await shop.plan(options);
  const titles = steps.filter(({ kind }) => kind === 'ecs.wait-for-rollout').map(({ title }) => title);
  const asked = shop.sandbox.requests(operation).map(({ body }) => (body as { TargetGroupArn: string }).TargetGroupArn);
  return { titles, asked };
}

test('the plan names the deregistration delay of the target group, and waits as long as it takes', async () => {
  await using shop = await startShop(balanced());
  expect(await waits(shop)).toEqual({
    titles: ['wait for api (up to 17m, with 1m30s of deregistration delay; rolled back when it fails)'],
    asked: [arn('api')],
  });
});

test('a target group of several services is asked for once', async () => {
  await using shop = await startShop(balanced({ services: ['api', 'web', 'worker'] }));
  const { titles, asked } = await waits(shop);
  expect(titles).toHaveLength(3);
  expect(asked).toEqual([arn('api')]);
});

test('target groups that the config writes count', async () => {
  await using shop = await startShop(balanced());
  const loadBalancers = [{ targetGroupArn: arn('other'), containerName: 'app', containerPort: 80 }];
  const { titles, asked } = await waits(shop, { options: { settings: { loadBalancers } } });
  expect(titles[0]).toContain('with 1h of deregistration delay');
  expect(asked).toEqual([arn('other')]);
});

test.each([
  ['may not be read', { code: 'AccessDenied', status: 403 }],
  ['is not there', { code: 'TargetGroupNotFound' }],
])('a delay that %s is assumed to be 5 minutes', async (_, fault) => {
  await using shop = await startShop(balanced());
  shop.sandbox.faults.always(operation, fault);
  const { titles } = await waits(shop);
  expect(titles).toEqual([
    'wait for api (up to 20m, with 5m of deregistration delay, which is assumed; rolled back when it fails)',
  ]);
});

test('a wait that the config limits asks for no target group, nor does a service without one', async () => {
  await using shop = await startShop(balanced());
  expect((await waits(shop, { options: { wait: { budget: '30m' } } })).titles).toEqual([
    'wait for api (up to 30m; rolled back when it fails)',
  ]);
  expect(shop.sandbox.requests(operation)).toEqual([]);
  await using plain = await startShop();
  expect(await waits(plain)).toEqual({ titles: ['wait for api (up to 15m; rolled back when it fails)'], asked: [] });
});
