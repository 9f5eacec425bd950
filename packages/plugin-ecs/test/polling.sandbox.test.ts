import { expect, test } from 'vitest';
import { deploy, progress } from './deploy.ts';
import { type Shop, startShop } from './shop.ts';

const stuckImage = { behaviours: [{ match: { image: '*v1.2.0*' }, becomes: 'never-starts' }] };
const brokenImage = { behaviours: [{ match: { image: '*v1.2.0*' }, becomes: 'image-missing' }] };

const reads = [
  'ecs.DescribeServices',
  'ecs.DescribeServiceDeployments',
  'ecs.ListServiceDeployments',
  'ecs.ListTasks',
  'ecs.DescribeTasks',
  'ecs.DescribeTaskDefinition',
  'logs.GetLogEvents',
];

/** Calls of a wait in each minute from the last update on. */
function callsByMinute({ sandbox }: Shop, minutes: number): readonly number[] {
  const begun = sandbox.requests('ecs.UpdateService').at(-1)?.at ?? 0;
  const calls = reads.flatMap((operation) => sandbox.requests(operation)).filter(({ at }) => at > begun);
  return Array.from({ length: minutes }, (_, minute) => {
    const from = begun + minute * 60_000;
    return calls.filter(({ at }) => at > from && at <= from + 60_000).length;
  });
}

function many(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => (index === 0 ? 'api' : `service-${index}`));
}

test.each([
  [1, 24],
  [10, 24],
  [100, 200],
])(
  'waiting for %d services takes at most %d calls a minute, all reads of a wait counted',
  async (count, most) => {
    await using shop = await startShop({ services: many(count), region: { ...stuckImage, throttling: true } });
    await shop.apply(await shop.plan({ options: { wait: { budget: '3m' } } }));
    const calls = callsByMinute(shop, 2);
    expect(Math.min(...calls)).toBeGreaterThan(0);
    expect(Math.max(...calls)).toBeLessThanOrEqual(most);
    expect(shop.sandbox.requests('ecs.*').filter(({ status }) => status !== 200)).toEqual([]);
  },
  60_000,
);

test.each([
  [1, 24],
  [10, 40],
])(
  '%d services whose tasks die take at most %d calls a minute',
  async (count, most) => {
    await using shop = await startShop({ services: many(count), region: { ...brokenImage, throttling: true } });
    await shop.apply(await shop.plan({ options: { wait: { budget: '4m', failFast: 0 } } }));
    expect(Math.max(...callsByMinute(shop, 3))).toBeLessThanOrEqual(most);
    expect(progress(shop).filter((message) => message.includes('image.missing'))).toHaveLength(count);
  },
  60_000,
);

test('from COMPLETED to our exit it takes 2.5 seconds in the middle, and never more than 5', async () => {
  const late: number[] = [];
  for (let completion = 4; completion < 10; completion += 0.3) {
    await using shop = await startShop({ region: { timings: { completion } } });
    expect((await deploy(shop)).outcome).toBe('succeeded');
    const [current] = shop.sandbox.ecs.serviceDeployments('shop/api');
    late.push(shop.sandbox.clock.now() / 1000 - Number(current?.finishedAt));
  }
  const sorted = late.toSorted((a, b) => a - b);
  expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThanOrEqual(2.5);
  expect(sorted.at(-1)).toBeLessThanOrEqual(5);
}, 30_000);

test('two runs of fifty services each go through side by side, although ECS takes one registration a second', async () => {
  const services = many(100);
  await using shop = await startShop({ services, region: { throttling: true } });
  const [ours, theirs] = [
    await shop.plan({ services: services.slice(0, 50) }),
    await shop.plan({ services: services.slice(50) }),
  ];
  const reports = await Promise.all([shop.apply(ours), shop.rival().apply(theirs)]);
  expect(reports.map(({ outcome }) => outcome)).toEqual(['succeeded', 'succeeded']);
  const refused = shop.sandbox.requests('ecs.*').filter(({ error }) => error === 'ThrottlingException');
  expect(refused.length).toBeGreaterThan(0);
}, 120_000);
