import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Seed } from '@funade/sandbox';
import { expect, test } from 'vitest';
import { type Shop, startShop } from './shop.ts';

const deploy = 'deploy staging --tag v1.0.0 --service api';
const api = 'shop-staging/api';

/** A shop whose new tasks behave so. */
const behaving =
  (becomes: 'never-starts' | 'image-missing') =>
  (seed: Seed): Seed => {
    const copy = structuredClone(seed);
    for (const { regions } of Object.values(copy.accounts)) {
      for (const region of Object.values(regions ?? {})) {
        if (region !== undefined) region.behaviours = [{ match: { image: '*v1.0.0*' }, becomes }];
      }
    }
    return copy;
  };

async function journals(shop: Shop): Promise<readonly string[]> {
  return (await readdir(join(shop.folder, '.git/funade/runs'))).sort();
}

/** Cuts the newest journal where a kill would have: behind the first line that matches. Returns the id of its run. */
async function cut(shop: Shop, behind: RegExp): Promise<string> {
  const name = (await journals(shop)).at(-1) ?? '';
  const path = join(shop.folder, '.git/funade/runs', name);
  const lines = (await readFile(path, 'utf8')).split('\n');
  const at = lines.findIndex((line) => behind.test(line));
  expect(at).toBeGreaterThan(0);
  await writeFile(path, `${lines.slice(0, at + 1).join('\n')}\n`);
  return name.replace('.jsonl', '');
}

/** A shop that waits for its rollouts for some seconds only. */
async function impatientShop(): Promise<Shop> {
  const shop = await startShop();
  const file = join(shop.folder, 'deploy.config.ts');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace("container: 'app' }", "container: 'app', wait: { budget: '5s' } }"));
  return shop;
}

const begun = (step: string): RegExp => new RegExp(`"step-started".*"${step}`);
const done = (step: string): RegExp => new RegExp(`"step-succeeded".*"${step}`);
const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');

test('a run whose wait ended is waited for again, and nothing of it is repeated', async () => {
  await using shop = await impatientShop();
  const first = await shop.funade(deploy);
  const [id = ''] = (await journals(shop)).map((name) => name.replace('.jsonl', ''));
  expect([first.code, first.err]).toEqual([6, expect.stringContaining(`take this run up with: funade resume ${id}\n`)]);
  const writes = shop.writes().length;
  await shop.sandbox.clock.advance({ seconds: 600 });
  const { code, out } = await shop.funade('resume');
  expect([code, shop.writes().length]).toEqual([0, writes]);
  expect(out).toMatch(
    new RegExp(
      `^taking up run ${id} \\(v1\\.0\\.0 to staging\\), started .+ ago\n  api@staging: done: register task definition shop-api, update service api; left: wait for api`,
    ),
  );
  expect(out).toMatch(/✔ api@staging +succeeded +v0\.9\.0 → v1\.0\.0/);

  const again = await shop.funade('resume');
  expect([again.code, again.out]).toEqual([
    0,
    `run ${id} (v1.0.0 to staging) has ended: succeeded; nothing is left to do\n`,
  ]);
  const [, other = ''] = (await journals(shop)).map((name) => name.replace('.jsonl', ''));
  const named = await shop.funade(`resume ${other} --json`);
  expect([named.code, JSON.parse(named.out)]).toEqual([0, expect.objectContaining({ outcome: 'succeeded' })]);
});

test.each([
  ['before anything was written', done('aws.assume-role')],
  ['before the answer to the registration', begun('ecs.register-task-definition')],
  ['before the answer to the update', begun('ecs.update-service')],
  ['while it waited', begun('ecs.wait-for-rollout')],
])('killed %s, it ends as without the kill, with one of each call', async (_, behind) => {
  await using shop = await startShop();
  expect((await shop.funade(deploy)).code).toBe(0);
  await cut(shop, behind);
  const { code, out } = await shop.funade('resume --json');
  expect([code, JSON.parse(out)]).toEqual([
    0,
    expect.objectContaining({ outcome: 'succeeded', resumes: expect.any(String) }),
  ]);
  expect(shop.writes()).toEqual(['ecs.RegisterTaskDefinition', 'ecs.UpdateService']);
});

test('what ECS rolled back meanwhile is told with the exit code that the run owes', async () => {
  await using shop = await startShop({ seed: behaving('image-missing') });
  expect((await shop.funade(deploy)).code).toBe(3);
  await cut(shop, begun('ecs.update-service'));
  const writes = shop.writes().length;
  expect((await shop.funade('resume')).code).toBe(3);
  expect(shop.writes()).toHaveLength(writes);
  const { code, err } = await shop.funade('resume');
  expect([code, flat(err)]).toEqual([
    3,
    expect.stringMatching(
      /run \S+ \(v1\.0\.0 to staging\) has ended: rolled back \(RUN_ENDED\) hint: `funade deploy staging` tries again, `funade rollback staging` deploys what ran before/,
    ),
  ]);
});

test('what somebody else deployed since is not replaced, and nothing is built for it', async () => {
  await using shop = await startShop({ pushed: ['v1.1.0'] });
  expect((await shop.funade(`${deploy} --allow-dirty`)).code).toBe(0);
  const writes = shop.writes().length;
  await cut(shop, begun('ecr.build-image'));
  shop.sandbox.ecs.deploy(api, 'shop-api:1');
  await shop.sandbox.clock.advance({ seconds: 600 });
  const { code, err } = await shop.funade('resume');
  expect([code, err]).toEqual([8, expect.stringContaining('(SERVICE_MOVED)')]);
  expect(shop.writes()).toHaveLength(writes);
});

test('a run that a newer one has followed is superseded', async () => {
  await using shop = await startShop();
  expect((await shop.funade(deploy)).code).toBe(0);
  const id = await cut(shop, begun('ecs.wait-for-rollout'));
  await shop.git('checkout', '--quiet', 'v1.1.0');
  expect((await shop.funade('deploy staging --tag v1.1.0 --service api')).code).toBe(0);
  const named = await shop.funade(`resume ${id}`);
  expect([named.code, flat(named.err)]).toEqual([
    4,
    expect.stringMatching(
      /run \S+ \(v1\.0\.0 to staging\) was superseded: run \S+ \(v1\.1\.0 to staging\) has changed api@staging since \(RUN_REPLACED\)/,
    ),
  ]);
  const newest = await shop.funade('resume');
  expect([newest.code, newest.out]).toEqual([0, expect.stringContaining('(v1.1.0 to staging) has ended: succeeded')]);
});

test('a run that is not known is told with the nearest', async () => {
  await using shop = await startShop();
  await shop.funade(deploy);
  const [name = ''] = await journals(shop);
  const id = name.replace('.jsonl', '');
  const { code, err } = await shop.funade(`resume ${id.slice(0, -1)}`);
  expect([code, flat(err)]).toEqual([2, expect.stringContaining(`(RUN_UNKNOWN) hint: did you mean "${id}"?`)]);
});

test('approval is asked for again', async () => {
  await using shop = await startShop({ seed: behaving('never-starts') });
  expect((await shop.funade('deploy production --tag v1.0.0 --service api --yes')).code).toBe(6);
  const unasked = await shop.funade('resume');
  expect([unasked.code, unasked.err]).toEqual([2, expect.stringContaining('(CONFIRM_NEEDS_TERMINAL)')]);
  const declined = await shop.funade('resume', { typed: ['n'], terminal: {} });
  expect([declined.code, declined.err]).toEqual([
    8,
    expect.stringMatching(/take up run \S+ \(v1\.0\.0 to production\) \(account 222222222222\)\? \[y\/N\]/),
  ]);
});

test('a deploy of the same release offers it, and joins what is in progress all the same', async () => {
  await using shop = await startShop();
  expect((await shop.funade(deploy)).code).toBe(0);
  const id = await cut(shop, begun('ecs.wait-for-rollout'));
  const again = await shop.funade(deploy);
  expect([again.code, again.err]).toEqual([
    0,
    expect.stringContaining(`run ${id} of v1.0.0 to staging has not ended: \`funade resume ${id}\` takes it up`),
  ]);
  expect(shop.writes()).toEqual(['ecs.RegisterTaskDefinition', 'ecs.UpdateService']);
});

const elsewhere = { env: { FUNADE_STATE_DIR: '.git/another' } };

test('without a journal the environment is to be named', async () => {
  await using shop = await startShop();
  const { code, err } = await shop.funade('resume', elsewhere);
  expect([code, flat(err)]).toEqual([
    2,
    expect.stringMatching(/RESUME_NEEDS_ENVIRONMENT\) hint: .*--environment <name>/),
  ]);
});

test('without a journal, what is in progress is joined and what is done is told', async () => {
  await using shop = await impatientShop();
  expect((await shop.funade(deploy)).code).toBe(6);
  const writes = shop.writes().length;
  const resume = 'resume --environment staging --tag v1.0.0 --service api';
  const joined = await shop.funade(resume, elsewhere);
  expect([joined.code, joined.out]).toEqual([
    0,
    expect.stringMatching(/is already rolling out v1\.0\.0 \(shop-api:2\); waiting for it/),
  ]);
  const ended = await shop.funade(resume, elsewhere);
  expect([ended.code, ended.out]).toEqual([0, expect.stringContaining('nothing to do')]);
  expect(shop.writes()).toHaveLength(writes);
});

test('without a journal, what has failed is not tried again', async () => {
  await using shop = await startShop({ seed: behaving('image-missing') });
  expect((await shop.funade(deploy)).code).toBe(3);
  const writes = shop.writes().length;
  const { code, err } = await shop.funade('resume --environment staging --tag v1.0.0 --service api', elsewhere);
  expect([code, flat(err)]).toEqual([
    3,
    expect.stringMatching(
      /the deployment of v1\.0\.0 to staging has ended: api@staging rolled back \(ecs-svc\/\d+.*\(RELEASE_ENDED\)/,
    ),
  ]);
  expect(shop.writes()).toHaveLength(writes);
});

test('without a journal, what somebody deployed after it stays', async () => {
  await using shop = await startShop();
  expect((await shop.funade(deploy)).code).toBe(0);
  shop.sandbox.ecs.deploy(api, 'shop-api:1');
  await shop.sandbox.clock.advance({ seconds: 600 });
  const { code, err } = await shop.funade('resume --environment staging --tag v1.0.0 --service api', elsewhere);
  expect([code, flat(err)]).toEqual([
    4,
    expect.stringMatching(/api@staging superseded \(ecs-svc\/\d+: ecs-svc\/\d+ of v0\.9\.0 came after it\)/),
  ]);
});

test('an abort that was killed is taken up, and ends with the exit code of an abort', async () => {
  await using shop = await startShop({ seed: behaving('never-starts') });
  expect((await shop.funade(deploy)).code).toBe(6);
  expect((await shop.funade('abort staging --service api')).code).toBe(3);
  await cut(shop, begun('ecs.stop-service-deployment'));
  const { code, out } = await shop.funade('resume');
  expect([code, out]).toEqual([3, expect.stringMatching(/^taking up run \S+ \(abort in staging\)/)]);
});

test('a journal that somebody edited is not taken up', async () => {
  await using shop = await startShop();
  expect((await shop.funade(deploy)).code).toBe(0);
  await cut(shop, begun('ecs.update-service'));
  const [name = ''] = await journals(shop);
  const path = join(shop.folder, '.git/funade/runs', name);
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.replaceAll('shop-staging', 'shop-stagingg'));
  const { code, err } = await shop.funade('resume');
  expect([code, err]).toEqual([2, expect.stringContaining('(PLAN_CHANGED)')]);
});

test('of runs in several environments the newest is taken up, and the other is named', async () => {
  await using shop = await startShop();
  expect((await shop.funade('deploy production --tag v1.0.0 --service api --yes')).code).toBe(0);
  const other = await cut(shop, begun('ecs.wait-for-rollout'));
  await shop.sandbox.clock.advance({ seconds: 60 });
  expect((await shop.funade(deploy)).code).toBe(0);
  const id = await cut(shop, begun('ecs.wait-for-rollout'));
  const newest = await shop.funade('resume');
  expect([newest.code, newest.out]).toEqual([0, expect.stringContaining(`taking up run ${id} (v1.0.0 to staging)`)]);
  expect(newest.err).toContain(`run ${other} (v1.0.0 to production) has not ended either: funade resume ${other}\n`);
  const named = await shop.funade('resume --environment production --yes');
  expect([named.code, named.out]).toEqual([0, expect.stringContaining(`taking up run ${other}`)]);
});

test('a rollback that was killed is taken up', async () => {
  await using shop = await startShop();
  expect((await shop.funade(deploy)).code).toBe(0);
  expect((await shop.funade('rollback staging --service api')).code).toBe(0);
  const id = await cut(shop, begun('ecs.update-service'));
  const writes = shop.writes().length;
  const { code, out, err } = await shop.funade('resume');
  expect([code, err, out]).toEqual([
    0,
    expect.any(String),
    expect.stringContaining(`taking up run ${id} (rollback to v0.9.0 in staging)`),
  ]);
  expect(shop.writes()).toHaveLength(writes);
});

test('a deploy of an earlier version that was killed is taken up, and is no rollback', async () => {
  await using shop = await startShop();
  expect((await shop.funade(deploy)).code).toBe(0);
  expect((await shop.funade('deploy staging --service api --to v0.9.0 --allow-downgrade')).code).toBe(0);
  const id = await cut(shop, begun('ecs.wait-for-rollout'));
  const { code, out } = await shop.funade('resume');
  expect([code, out]).toEqual([0, expect.stringContaining(`taking up run ${id} (v0.9.0 to staging)`)]);
});

test('a saved plan that was applied and killed is taken up from its journal, also when it would be stale by now', async () => {
  await using shop = await startShop();
  await shop.funade('plan staging --tag v1.0.0 --service api --out .git/plan.json');
  expect((await shop.funade('apply .git/plan.json')).code).toBe(0);
  await cut(shop, begun('ecs.wait-for-rollout'));
  const stale = await shop.funade('apply .git/plan.json');
  expect([stale.code, stale.err]).toEqual([8, expect.stringContaining('PLAN_STALE')]);
  expect((await shop.funade('resume')).code).toBe(0);
  expect(shop.writes()).toEqual(['ecs.RegisterTaskDefinition', 'ecs.UpdateService']);
});
