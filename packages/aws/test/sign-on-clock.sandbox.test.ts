import { DescribeServicesCommand, ECSClient, ListClustersCommand } from '@aws-sdk/client-ecs';
import type { RunContext } from '@funade/core';
import { createSeededRandom } from '@funade/core/testing';
import { type Sandbox, startSandbox } from '@funade/sandbox';
import { expect, test } from 'vitest';
import { useSession } from '../src/index.ts';
import { account, worldOf } from './test-context.ts';

const seed = { accounts: { [account]: { regions: { 'eu-west-1': { clusters: { shop: {} } } } } } };
const now = Date.UTC(2031, 4, 6, 7, 8, 9);

/** A context whose clock is that of the sandbox, off by what `skew` says. */
function contextOf(sandbox: Sandbox, skew: () => number = () => 0): RunContext {
  const { clock } = sandbox;
  return {
    ...worldOf(sandbox, { env: sandbox.environment({ account }) }),
    random: createSeededRandom(7),
    clock: {
      now: () => clock.now() + skew(),
      monotonic: () => clock.monotonic(),
      sleep: (ms, how) => clock.sleep(ms, how),
    },
  };
}

const clientOf = async (context: RunContext, attempts?: number) =>
  new ECSClient((await useSession(context)).clientConfigFor('ecs', attempts));

test('calls are signed on the clock, and named by the random, of the context', async () => {
  const runs = [1, 2].map(async () => {
    await using sandbox = await startSandbox({ seed, now, randomSeed: 'a' });
    const context = contextOf(sandbox);
    sandbox.faults.next('ecs.ListClusters', { code: 'ServerException', status: 500 }, 2);
    await (await clientOf(context)).send(new ListClustersCommand({}));
    await sandbox.clock.advance({ minutes: 30 });
    await (await clientOf(context)).send(new ListClustersCommand({}));
    await context.resources.close();
    return sandbox.requests().map(({ headers }) => [headers['x-amz-date'], headers['amz-sdk-invocation-id']]);
  });
  const [one, other] = await Promise.all(runs);
  expect(one).toEqual(other);
  expect(one?.map(([date]) => date)).toEqual([
    '20310506T070809Z',
    '20310506T070809Z',
    '20310506T070809Z',
    '20310506T070809Z',
    '20310506T073809Z',
  ]);
  const ids = one?.map(([, id]) => id) ?? [];
  // All attempts of a call have its id, as with the SDK alone.
  expect(new Set(ids).size).toBe(3);
  expect(ids.slice(1, 4)).toEqual([ids[1], ids[1], ids[1]]);
});

test.each([-3_600_000, 3_600_000])(
  'a clock that is %i ms off is set right by the first answer, for all clients',
  async (skew) => {
    await using sandbox = await startSandbox({ seed, now });
    const context = contextOf(sandbox, () => skew);
    const ecs = await clientOf(context);
    for (let call = 0; call < 3; call++) await ecs.send(new ListClustersCommand({}));
    expect(sandbox.requests('sts.*').map(({ status }) => status)).toEqual([403, 200]);
    expect(sandbox.requests('ecs.*').map(({ status }) => status)).toEqual([200, 200, 200]);
    await context.resources.close();
  },
);

test('a clock that is set in the middle of a run is set right again', async () => {
  await using sandbox = await startSandbox({ seed, now });
  let skew = 0;
  const context = contextOf(sandbox, () => skew);
  const ecs = await clientOf(context);
  await ecs.send(new ListClustersCommand({}));
  skew = -7_200_000;
  await ecs.send(new ListClustersCommand({}));
  skew = 0;
  await ecs.send(new ListClustersCommand({}));
  expect(sandbox.requests('ecs.*').map(({ status }) => status)).toEqual([200, 400, 200, 400, 200]);
  await context.resources.close();
});

test('what AWS refuses for another reason is not tried again', async () => {
  await using sandbox = await startSandbox({ seed, now });
  const context = contextOf(sandbox, () => 30_000);
  const ecs = await clientOf(context);
  await expect(ecs.send(new DescribeServicesCommand({ cluster: 'none', services: ['a'] }))).rejects.toThrow();
  expect(sandbox.requests('ecs.*')).toHaveLength(1);
  await context.resources.close();
});
