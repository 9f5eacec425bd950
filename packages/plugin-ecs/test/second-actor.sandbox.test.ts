import { expect, test } from 'vitest';
import { deploy, onceRolling } from './deploy.ts';
import { type Shop, type ShopOptions, startShop } from './shop.ts';

/** Seconds that a task takes to start: ours is done at another point between two looks each time. */
const phases = [3.3, 4.4, 5.1, 6.2, 7, 7.7, 8.4];

/** A shop whose new tasks take so long to start. */
function slow(startSeconds: number): ShopOptions {
  return { region: { behaviours: [{ match: { image: '*v1.2.0*' }, startSeconds }] } };
}
const breaker = { deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } } };
const brokenImage = (startSeconds: number) => ({
  behaviours: [{ match: { image: '*v1.2.0*' }, becomes: 'image-missing', startSeconds }],
});

/** Acts as soon as the service deployment of this deploy has reached a status. */
function onceReached(shop: Shop, status: string, act: () => unknown) {
  const { clock, ecs } = shop.sandbox;
  const watchIt = async (): Promise<void> => {
    while (ecs.serviceDeployments('shop/api')[0]?.status !== status) await clock.sleep(50);
    act();
  };
  return onceRolling(() => void watchIt());
}

async function scale(shop: Shop, desiredCount: number): Promise<void> {
  const { client, sdk } = await shop.ecs();
  await client.send(new sdk.UpdateServiceCommand({ cluster: 'shop', service: 'api', desiredCount }));
}

test.each(phases)(
  'another release right after ours was done leaves it a success (tasks start in %d s)',
  async (seconds) => {
    await using shop = await startShop(slow(seconds));
    const other = () => shop.sandbox.ecs.deploy('shop/api', 'api:1');
    const { outcome } = await deploy(shop, {}, onceReached(shop, 'SUCCESSFUL', other));
    expect(outcome).toBe('succeeded');
  },
);

test.each(phases)(
  'the same revision forced again right after ours was done is a success (tasks start in %d s)',
  async (seconds) => {
    await using shop = await startShop(slow(seconds));
    const again = () => shop.sandbox.ecs.deploy('shop/api');
    const { outcome } = await deploy(shop, {}, onceReached(shop, 'SUCCESSFUL', again));
    expect(outcome).toBe('succeeded');
  },
);

test.each(phases)(
  'a service scaled to nothing right after ours was done is a success (tasks start in %d s)',
  async (seconds) => {
    await using shop = await startShop(slow(seconds));
    const nothing = () => scale(shop, 0);
    const { outcome } = await deploy(shop, {}, onceReached(shop, 'SUCCESSFUL', nothing));
    expect(outcome).toBe('succeeded');
  },
);

test.each(phases)(
  'the old revision forced again right after ECS rolled back is no other release (phase %d)',
  async (phase) => {
    await using shop = await startShop({ service: breaker, region: brokenImage(phase) });
    const again = () => shop.sandbox.ecs.deploy('shop/api', 'api:1');
    const { outcome } = await deploy(
      shop,
      { options: { wait: { failFast: 0 } } },
      onceReached(shop, 'ROLLBACK_SUCCESSFUL', again),
    );
    expect(outcome).toBe('rolled-back');
  },
);

test('another release before ours was done supersedes it', async () => {
  await using shop = await startShop();
  const begun = () => shop.sandbox.ecs.deploy('shop/api', 'api:1');
  expect((await deploy(shop, {}, onceRolling(begun))).outcome).toBe('superseded');
});
