import type { RunEvent } from '@funade/core';
import type { Fault } from '@funade/sandbox';
import { expect, test } from 'vitest';
import { draw as drawsOf } from './race.ts';
import { type Shop, startShop } from './shop.ts';

const operations = [
  'sts.GetCallerIdentity',
  'ecs.DescribeServices',
  'ecs.DescribeTaskDefinition',
  'ecs.RegisterTaskDefinition',
  'ecs.UpdateService',
  'ecs.DescribeServiceDeployments',
  'ecs.ListTasks',
  'ecs.*',
];

const faults: readonly Fault[] = [
  { code: 'ThrottlingException' },
  { code: 'ServerException', status: 500 },
  { reset: true },
  { reset: 'after' },
  { delay: 7_000 },
  { body: '<html>sign in</html>', status: 502 },
];

/** Everything that was asked, answered and told in a deploy of three services, with its times. */
async function traceOf(seed: number, { sockets = true } = {}): Promise<readonly string[]> {
  const draw = drawsOf(seed);
  await using shop = await startShop({
    services: ['api', 'worker', 'web'],
    region: { behaviours: [{ match: { service: 'web', image: '*v1.2.0*' }, becomes: 'image-missing' }] },
    randomSeed: `seed ${seed}`,
    sockets,
  });
  for (let count = 0; count < 12; count++) {
    const operation = operations[Math.floor(draw() * operations.length)] ?? '*';
    shop.sandbox.faults.next(operation, faults[Math.floor(draw() * faults.length)] ?? { reset: true });
  }
  const told: string[] = [];
  const tell = (what: unknown): unknown => told.push(`${shop.sandbox.clock.now()} ${JSON.stringify(what)}`);
  const report = await apply(shop, tell).catch((error: unknown) => tell(String(error)));
  tell(report);
  const requests = shop.sandbox.requests().map((request) => JSON.stringify(withoutSignature(request)));
  return [...requests, ...told].map((line) => line.replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT'));
}

async function apply(shop: Shop, tell: (event: RunEvent) => unknown): Promise<unknown> {
  const plan = await shop.plan({ options: { onFailure: 'rollback' } });
  return await shop.apply(plan, tell);
}

/** The port is another one each time, and it is signed. */
function withoutSignature({
  headers: { authorization = '', ...headers },
  ...request
}: ReturnType<Shop['sandbox']['requests']>[number]) {
  return { ...request, headers: { ...headers, authorization: authorization.replace(/Signature=\w+/, '') } };
}

test.each([1, 2, 3, 4])(
  'a deploy with the faults of seed %d has the same timed trace every time',
  async (seed) => {
    const first = await traceOf(seed);
    expect(first.length).toBeGreaterThan(50);
    for (let again = 0; again < 5; again++) expect(difference(first, await traceOf(seed))).toBeNull();
  },
  120_000,
);

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'seed %d has the same timed trace without sockets',
  async (seed) => {
    const first = await traceOf(seed, { sockets: false });
    for (let again = 0; again < 5; again++) {
      expect(difference(first, await traceOf(seed, { sockets: false }))).toBeNull();
    }
    expect(difference(first, await traceOf(seed))).toBeNull();
  },
  120_000,
);

/** The first place where two traces part; null when they are the same. */
function difference(one: readonly string[], other: readonly string[]) {
  const at = one.findIndex((line, index) => line !== other[index]);
  return at === -1 && one.length === other.length ? null : { at, one: one[at], other: other[at] };
}
