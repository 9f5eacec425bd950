import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Seed } from '@funade/sandbox';
import { expect, test } from 'vitest';
import { type Shop, startShop } from './shop.ts';

/** A shop whose `api` in staging is blue/green with a bake time of 23 hours and an alarm. */
function baking(seed: Seed): Seed {
  const copy = structuredClone(seed) as never as { accounts: Record<string, { regions: Record<string, Region> }> };
  interface Region {
    clusters: Record<string, { services: Record<string, Record<string, unknown>> }>;
  }
  for (const { regions } of Object.values(copy.accounts)) {
    for (const { clusters } of Object.values(regions)) {
      for (const { services } of Object.values(clusters)) {
        if (services.api === undefined) continue;
        services.api.deploymentConfiguration = {
          strategy: 'BLUE_GREEN',
          bakeTimeInMinutes: 23 * 60,
          alarms: { alarmNames: ['errors'], enable: true, rollback: true },
        };
      }
    }
  }
  return copy as never as Seed;
}

/** The bake time passes without a job that waits for it. */
async function aDay({ sandbox }: Shop): Promise<void> {
  await sandbox.clock.advance({ seconds: 24 * 3600 });
}

const elsewhere = { env: { FUNADE_STATE_DIR: 'elsewhere' } };

test('a deploy in two jobs: the first ends at the bake time, the second gives the verdict', async () => {
  await using shop = await startShop({ seed: baking });
  const { code, out, err } = await shop.funade('deploy staging --tag v1.0.0 --service api --wait-until bake-time');
  expect(code).toBe(0);
  expect(out).toMatch(/wait for api \(until it is at BAKE_TIME, up to 15m; rolled back when it fails\)/);
  expect(out).toMatch(/^… api@staging {2}in progress {2}v0\.9\.0 → v1\.0\.0 \(major\)/m);
  expect(out.replaceAll(/\s+/g, ' ')).toMatch(
    /deployment ecs-svc\/\d+ of api is at BAKE_TIME, probably until \S+ \S+ UTC, and continues in ECS; `funade watch staging --service api` waits for its end, `funade abort staging --service api` rolls it back/,
  );
  expect(out).toMatch(/\nstaging: 1 in progress in /);
  expect(err).toMatch(/wait for api: in progress/);
  await aDay(shop);
  const verdict = await shop.funade('watch staging');
  expect([verdict.code, verdict.out]).toEqual([0, expect.stringMatching(/✔ api@staging +succeeded/)]);
});

test.each([
  ['with the journal of the deploy', {}],
  ['without a journal', elsewhere],
])('%s, watch says that an alarm rolled it back meanwhile', async (_, options) => {
  await using shop = await startShop({ seed: baking });
  expect((await shop.funade('deploy staging --tag v1.0.0 --service api --wait-until BAKE_TIME')).code).toBe(0);
  shop.sandbox.ecs.at({ account: '111111111111' }).setAlarm('errors', 'ALARM');
  await aDay(shop);
  const { code, out } = await shop.funade('watch staging', options);
  expect([code, out]).toEqual([3, expect.stringMatching(/✖ api@staging +rolled back/)]);
  expect(out).toMatch(/= worker@staging +unchanged/);
});

test('--no-wait returns at once; report, events and journal say that it is in progress', async () => {
  await using shop = await startShop({ seed: baking });
  const { code, out } = await shop.funade('deploy staging --tag v1.0.0 --service api,worker --no-wait --json');
  expect(code).toBe(0);
  const report = JSON.parse(out);
  expect(report).toMatchObject({ schema: 'funade.report/1', outcome: 'in-progress' });
  expect(report.targets).toMatchObject([
    { id: 'api@staging', outcome: 'in-progress', goesOn: expect.stringMatching(/was started and continues in ECS/) },
    { id: 'worker@staging', outcome: 'in-progress' },
  ]);
  const runs = join(shop.folder, '.git/funade/runs');
  const [journal = ''] = await readdir(runs);
  expect(await readFile(join(runs, journal), 'utf8')).toMatch(/"step-succeeded".*"goesOn":"deployment ecs-svc/);
  await aDay(shop);
  const verdict = await shop.funade('watch staging --json');
  expect([verdict.code, JSON.parse(verdict.out).outcome]).toEqual([0, 'succeeded']);
});

test('a stage that is not there is told with the one that was meant', async () => {
  await using shop = await startShop();
  const { code, err } = await shop.funade('deploy staging --tag v1.0.0 --wait-until bake-tim');
  expect([code, err]).toEqual([2, expect.stringContaining('did you mean --wait-until bake-time?')]);
  expect(shop.writes()).toEqual([]);
});

test('a saved plan holds how far it is waited for', async () => {
  await using shop = await startShop({ seed: baking });
  const { code } = await shop.funade('plan staging --tag v1.0.0 --service api --wait-until started --out plan.json');
  expect(code).toBe(0);
  const applied = await shop.funade('apply plan.json');
  expect([applied.code, applied.out]).toEqual([0, expect.stringMatching(/… api@staging +in progress/)]);
});
