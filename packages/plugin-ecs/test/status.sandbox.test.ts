import { expect, test } from 'vitest';
import type { WaitUntilInput } from '../src/model/wait-until.ts';
import { deploy } from './deploy.ts';
import { startShop } from './shop.ts';

const targetGroupArn = 'arn:aws:elasticloadbalancing:ap-northeast-1:222222222222:targetgroup/api/0123456789abcdef';

test.each<[string, object, object, WaitUntilInput, number]>([
  ['BLUE_GREEN', {}, { stage: 'BAKE_TIME', traffic: { production: 100, test: 100 } }, 'bake-time', 30],
  [
    'LINEAR',
    { linearConfiguration: { stepPercent: 25, stepBakeTimeInMinutes: 30 } },
    { stage: 'PRODUCTION_TRAFFIC_SHIFT', traffic: { production: 25, test: 100 } },
    'production-traffic-shift',
    30,
  ],
  [
    'CANARY',
    { canaryConfiguration: { canaryPercent: 5, canaryBakeTimeInMinutes: 60 } },
    { stage: 'PRODUCTION_TRAFFIC_SHIFT', traffic: { production: 5, test: 100 } },
    'production-traffic-shift',
    60,
  ],
])(
  '%s: status tells stage, traffic and the time that is left',
  async (strategy, ...[configuration, told, until, minutes]) => {
    await using shop = await startShop({
      service: {
        loadBalancers: [{ targetGroupArn, containerName: 'app', containerPort: 80 }],
        deploymentConfiguration: { strategy, bakeTimeInMinutes: 30, ...configuration },
      },
    });
    expect((await deploy(shop, { options: { wait: { until } } })).outcome).toBe('in-progress');
    await shop.sandbox.clock.advance({ seconds: 60 });
    const [status] = await shop.status();
    expect(status).toMatchObject({ state: 'rolling-out', rollout: { strategy, ...told } });
    expect(status?.note).toMatch(/^ecs-svc\/\d+ is at [A-Z_]+ \(traffic \d+% new\)$/);
    const left = Date.parse(status?.rollout?.until ?? '') - shop.sandbox.clock.now();
    expect(left).toBeGreaterThan((minutes - 3) * 60_000);
    expect(left).toBeLessThanOrEqual(minutes * 60_000);
    expect(status?.deployments.map(({ role, version }) => [role, version])).toEqual([
      ['new', 'v1.2.0'],
      ['old', 'v1.1.0'],
    ]);
    expect(status).not.toHaveProperty('drift');
  },
);

const services = Array.from({ length: 100 }, (_, index) => (index === 0 ? 'api' : `service-${index}`));

test('the status of a hundred services takes twenty calls, and a second look no more', async () => {
  await using shop = await startShop({ services, region: { throttling: true } });
  const calls = (): number => shop.sandbox.requests('ecs.*').length;
  const begun = shop.sandbox.clock.now();
  expect(await shop.status()).toHaveLength(100);
  expect(calls()).toBe(20);
  expect(
    ['DescribeServices', 'DescribeServiceDeployments', 'DescribeServiceRevisions'].map(
      (name) => shop.calls(name).length,
    ),
  ).toEqual([10, 5, 5]);
  expect(shop.sandbox.clock.now() - begun).toBeLessThan(5_000);
  expect(shop.sandbox.requests('ecs.*').filter(({ status }) => status !== 200)).toEqual([]);
  await shop.status();
  expect(calls()).toBe(40);
});
