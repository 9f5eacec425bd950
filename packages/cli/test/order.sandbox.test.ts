import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Shop, startShop } from './shop.ts';

const deploy = 'deploy staging --service api';

/** A shop whose `main` has been deployed to staging; its last commit is checked out. */
async function deployedMain(change: (shop: Shop) => Promise<void> = async () => {}): Promise<Shop> {
  const shop = await startShop();
  await shop.git('checkout', '--quiet', 'main');
  await change(shop);
  await commit(shop, 'second');
  const { code, err } = await shop.funade(deploy);
  expect([code, err]).toEqual([0, expect.anything()]);
  return shop;
}

/** Changes what the image holds and commits that. */
async function commit(shop: Shop, text: string): Promise<void> {
  await writeFile(join(shop.folder, 'services/api/main'), `api ${text}\n`, { mode: 0o755 });
  await shop.git('commit', '--quiet', '--all', '--message', text);
}

/** Writes `order: 'strict'` for staging into the config. */
async function strictly(shop: Shop): Promise<void> {
  const file = join(shop.folder, 'deploy.config.ts');
  const text = await readFile(file, 'utf8');
  await writeFile(
    file,
    text
      .replace('staging: environment(', "staging: { order: 'strict', ...environment(")
      .replace("111111111111')", "111111111111') }"),
  );
}

/** Makes `main` another commit, as a checkout of it would be. */
async function checkOut(shop: Shop, commitish: string): Promise<void> {
  await shop.git('reset', '--quiet', '--hard', commitish);
}

function runs(shop: Shop): string {
  return String(shop.sandbox.ecs.service('shop-staging/api').taskDefinition).split('/').at(-1) ?? '';
}

test('a commit that what runs comes after is refused, and nothing is sent', async () => {
  await using shop = await deployedMain();
  const before = [runs(shop), shop.writes().length];
  await checkOut(shop, 'HEAD^');
  const { code, err } = await shop.funade(deploy);
  expect(code).toBe(8);
  expect(err).toMatch(
    /api@staging runs commit [0-9a-f]{7}, which comes after [0-9a-f]{7} \(DOWNGRADE\)\n {2}hint: .*--allow-downgrade/,
  );
  expect([runs(shop), shop.writes().length]).toEqual(before);
  const allowed = await shop.funade(`${deploy} --allow-downgrade`);
  expect([allowed.code, allowed.out]).toEqual([0, expect.stringMatching(/downgrade/)]);
});

test('a commit that comes after what runs is deployed, and nothing is said', async () => {
  await using shop = await deployedMain();
  await commit(shop, 'third');
  const { code, out } = await shop.funade(deploy);
  expect(code).toBe(0);
  expect(out).not.toMatch(/ORDER_|does not come after|not known/);
});

test('a version on a commit that was deployed from its branch is the same commit', async () => {
  await using shop = await deployedMain();
  await shop.git('tag', 'v1.2.0');
  expect((await shop.funade(`${deploy} --tag v1.2.0`)).code).toBe(0);
});

test('a branch of an older line is deployed with a warning', async () => {
  await using shop = await deployedMain();
  await checkOut(shop, 'HEAD^');
  await commit(shop, 'hotfix');
  const { code, out } = await shop.funade(deploy);
  expect(code).toBe(0);
  expect(out).toMatch(/api@staging runs commit [0-9a-f]{7}, and [0-9a-f]{7} does not come after it/);
});

test('where the order must be known, it is refused', async () => {
  await using shop = await deployedMain(strictly);
  await checkOut(shop, 'HEAD^');
  await strictly(shop);
  await shop.git('commit', '--quiet', '--all', '--message', 'strict');
  await commit(shop, 'hotfix');
  const { code, err } = await shop.funade(deploy);
  expect([code, err]).toEqual([
    8,
    expect.stringMatching(/\(ORDER_UNKNOWN\)\n {2}hint: the environment has order: 'strict'/),
  ]);
});

test.each([
  ['is warned of', async () => {}, 0],
  ['is refused where the order must be known', strictly, 8],
] as const)('what a shallow clone does not know %s, and names what to fetch', async (_, change, code) => {
  await using shop = await deployedMain(change);
  await commit(shop, 'third');
  await commit(shop, 'fourth');
  const shallow = join(shop.folder, '.git', 'shallow');
  await writeFile(shallow, `${await shop.git('rev-parse', 'HEAD')}\n`);
  const { code: exit, out, err } = await shop.funade(deploy);
  expect(exit).toBe(code);
  expect(out + err).toMatch(
    /the clone is\s+shallow: fetch\s+the\s+whole\s+history\s+\(fetch-depth: 0 in GitHub Actions, GIT_DEPTH: 0 in GitLab\)/,
  );
  await rm(shallow);
  await shop.git('commit', '--quiet', '--allow-empty', '--message', 'fifth');
  const whole = await shop.funade(deploy);
  expect([whole.code, whole.out]).toEqual([0, expect.not.stringMatching(/shallow/)]);
});

test('a revision without tags is told by the label of its image', async () => {
  await using shop = await startShop();
  shop.sandbox.faults.next('ecs.RegisterTaskDefinition', { code: 'AccessDeniedException' });
  await shop.git('checkout', '--quiet', 'main');
  await commit(shop, 'second');
  expect((await shop.funade(deploy)).code).toBe(0);
  await checkOut(shop, 'HEAD^');
  const { code, err } = await shop.funade(deploy);
  expect([code, err]).toEqual([8, expect.stringMatching(/which comes after [0-9a-f]{7} \(DOWNGRADE\)/)]);
});

test('a saved plan holds the order that it was made by, and is applied where no repository can say it', async () => {
  await using shop = await deployedMain();
  await checkOut(shop, 'HEAD^');
  await shop.funade('plan staging --service api --allow-downgrade --out .git/plan.json');
  const { lineage } = JSON.parse(await readFile(join(shop.folder, '.git/plan.json'), 'utf8'));
  const commit = expect.stringMatching(/^[0-9a-f]{40}$/);
  expect(lineage).toEqual({ 'api@staging': { commit, relation: 'older' } });
  expect((await shop.funade('apply .git/plan.json')).code).toBe(0);
});
