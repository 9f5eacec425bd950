import type { Seed } from '@funade/sandbox';
import { expect, test } from 'vitest';
import { type Shop, startShop } from './shop.ts';

/** A shop whose `api` in staging is blue/green and waits for approval once test traffic goes to the new tasks. */
function pausing(seed: Seed): Seed {
  const [account, region] = ['111111111111', 'ap-northeast-1'];
  const copy = structuredClone(seed);
  const service = copy.accounts[account]?.regions?.[region]?.clusters?.['shop-staging']?.services?.api;
  if (service === undefined) throw new TypeError('the shop has no api');
  const targetGroupArn = `arn:aws:elasticloadbalancing:${region}:${account}:targetgroup/api/0123456789abcdef`;
  Object.assign(service, {
    loadBalancers: [{ targetGroupArn, containerName: 'app', containerPort: 80 }],
    deploymentConfiguration: {
      strategy: 'BLUE_GREEN',
      bakeTimeInMinutes: 5,
      lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'] }],
    },
  });
  return copy;
}

/** What the revision that is rolled out has of the traffic. */
function trafficOf({ sandbox }: Shop): unknown {
  const [newest] = sandbox.ecs.at({ account: '111111111111' }).serviceDeployments('shop-staging/api');
  return newest?.targetServiceRevision;
}

async function deployToPause(): Promise<Shop> {
  const shop = await startShop({ seed: pausing });
  const deployed = await shop.funade('deploy staging --tag v1.0.0 --service api --wait-until paused');
  expect([deployed.code, deployed.out]).toEqual([0, expect.stringContaining('… api@staging  in progress')]);
  return shop;
}

test('a deploy until the pause leaves all production traffic on the old tasks, and test traffic on the new ones', async () => {
  await using shop = await deployToPause();
  expect(trafficOf(shop)).toMatchObject({ requestedProductionTrafficWeight: 0, requestedTestTrafficWeight: 100 });
});

test('abort after a check that has failed takes the release back before production traffic has moved', async () => {
  await using shop = await deployToPause();
  const { code, out } = await shop.funade('abort staging --service api');
  expect([code, out]).toEqual([3, expect.stringMatching(/✖ api@staging +rolled back/)]);
  expect(trafficOf(shop)).toMatchObject({ requestedProductionTrafficWeight: 0 });
  expect(shop.writes().filter((call) => call.endsWith('ServiceDeployment'))).toEqual(['ecs.StopServiceDeployment']);
  expect((await shop.funade('status staging --service api')).out).toContain('shop-api:1');
});

test('continue after a check that went well moves it, and gives the verdict', async () => {
  await using shop = await deployToPause();
  const { code, out } = await shop.funade('continue staging --service api');
  expect([code, out]).toEqual([0, expect.stringMatching(/✔ api@staging +succeeded/)]);
  expect(trafficOf(shop)).toMatchObject({ requestedProductionTrafficWeight: 100 });
});
