import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Plan, planId } from '@funade/core';
import type { Seed } from '@funade/sandbox';
import { expect, test } from 'vitest';
import { accounts, region } from '../src/demo/shop-seed.ts';
import { type Shop, startShop } from './shop.ts';

type Saved = Readonly<Record<string, unknown>>;

/** A shop with a plan for staging saved as `.git/plan.json`, its content changed by `change`. */
async function savedPlan(change: (text: string) => string = (same) => same): Promise<Shop> {
  const shop = await startShop();
  const file = join(shop.folder, '.git/plan.json');
  await shop.funade('plan staging --tag v1.0.0 --out .git/plan.json');
  await writeFile(file, change(await readFile(file, 'utf8')));
  return shop;
}

function edited(edit: (plan: Saved) => Saved): (text: string) => string {
  return (text) => JSON.stringify(edit(JSON.parse(text)), null, 2);
}

test.each<[scenario: string, change: (text: string) => string, says: RegExp]>([
  [
    'a changed byte',
    (text) => text.replace('update service api', 'update service apj'),
    /^error: \S+plan\.json was changed after it was made: its id is [0-9a-f]{12}, its content is [0-9a-f]{12} \(PLAN_CHANGED\)\n {2}hint: make the plan again/,
  ],
  [
    'another service in a request body',
    (text) =>
      text.replace('"service": "api",\n        "taskDefinition"', '"service": "web",\n        "taskDefinition"'),
    /\(PLAN_CHANGED\)/,
  ],
  [
    'another id',
    edited((plan) => ({ ...plan, id: '0'.repeat(64) })),
    /its id is 000000000000, its content is [0-9a-f]{12} \(PLAN_CHANGED\)/,
  ],
  ['another account', (text) => text.replaceAll(accounts.staging, accounts.production), /\(PLAN_CHANGED\)/],
  [
    'another format',
    edited((plan) => ({ ...plan, format: 1 })),
    /has format 1, and this version reads format 2 \(PLAN_FORMAT\)\n {2}hint: make the plan again with this version, or/,
  ],
  ['its end cut off', (text) => text.slice(0, -20), /is not a plan: .*JSON.* \(PLAN_INVALID\)/],
])('a saved plan with %s exits 2, and nothing is called', async (_, change, says) => {
  await using shop = await savedPlan(change);
  const before = shop.sandbox.requests().length;
  const { code, out, err } = await shop.funade('apply .git/plan.json --yes');
  expect(err).toMatch(says);
  expect([code, out, shop.sandbox.requests().length]).toEqual([2, '', before]);
});

test('what `plan --json` printed is not taken for a plan, and nothing is called', async () => {
  await using shop = await startShop();
  const { out } = await shop.funade('plan staging --tag v1.0.0 --json');
  await writeFile(join(shop.folder, '.git/plan.json'), out);
  const before = shop.sandbox.requests().length;
  const { code, err } = await shop.funade('apply .git/plan.json');
  expect(err).toMatch(/is what `--json` prints \(funade\.plan\/2\).*\(PLAN_SHOWN\)\n {2}hint: .*--out plan\.json/);
  expect([code, shop.sandbox.requests().length]).toEqual([2, before]);
});

test('white space and the order of keys are not what a plan says', async () => {
  const reordered = edited((plan) => Object.fromEntries(Object.entries(plan).reverse()));
  await using shop = await savedPlan((text) => JSON.stringify(JSON.parse(reordered(text))));
  expect(await shop.funade('apply .git/plan.json')).toMatchObject({ code: 0 });
});

/** The production account gets a user of its own, and staging no role: what the caller is, is what its keys say. */
function twoUsers(seed: Seed): Seed {
  const { [accounts.production]: production, ...others } = seed.accounts;
  return { ...seed, accounts: { ...others, [accounts.production]: { ...production, users: { stranger: {} } } } };
}

test('keys of another account exit 8 before anything is read there', async () => {
  await using shop = await startShop({ seed: twoUsers });
  const file = join(shop.folder, 'deploy.config.ts');
  const config = await readFile(file, 'utf8');
  await writeFile(file, config.replace(/, role: `[^`]*`/, ''));
  await shop.funade('plan staging --tag v1.0.0 --out .git/plan.json');
  const before = shop.sandbox.requests().length;
  const stranger = shop.sandbox.environment({ account: accounts.production, region });
  const { code, out, err } = await shop.funade('apply .git/plan.json', { env: stranger });
  expect(err).toMatch(/111111111111.*222222222222|222222222222.*111111111111/);
  expect([code, out]).toEqual([8, '']);
  const called = shop.sandbox.requests().slice(before);
  expect(new Set(called.map(({ operation }) => operation))).toEqual(new Set(['sts.GetCallerIdentity']));
});

test('a world that moved on exits 8, says what moved, and nothing is written', async () => {
  await using shop = await savedPlan();
  await shop.funade('deploy staging --tag v1.0.0 --service api');
  const written = shop.writes().length;
  const { code, out, err } = await shop.funade('apply .git/plan.json');
  expect(err).toContain('ecs.services["api@staging"].taskDefinition (shop-api:1 → shop-api:2)');
  expect(err).not.toContain('worker@staging');
  expect(err).toMatch(
    /\(PLAN_STALE\)\n {2}hint: make the plan again: funade plan staging --out plan\.json\n {2}more: funade explain PLAN_STALE\n$/,
  );
  expect([code, out, shop.writes().length]).toEqual([8, '', written]);
});

test('a service that merely scaled has not moved on', async () => {
  await using shop = await savedPlan();
  shop.sandbox.ecs.scale('shop-staging/api', 5);
  expect(await shop.funade('apply .git/plan.json')).toMatchObject({ code: 0 });
});

type Edit = (plan: Plan) => unknown;
type Input = { readonly [key: string]: unknown };

/** The plan with the input of its steps of one kind changed. */
function inputs(kind: string, change: (input: Input) => Input): Edit {
  return (plan) => ({
    ...plan,
    steps: plan.steps.map((step) => (step.kind === kind ? { ...step, input: change(step.input as Input) } : step)),
  });
}

test.each<[scenario: string, edit: Edit, says: RegExp]>([
  ['another service', inputs('ecs.update-service', (input) => ({ ...input, service: 'web' })), /ecs\.update-service/],
  ['another cluster', inputs('ecs.update-service', (input) => ({ ...input, cluster: 'other' })), /ecs\.update-service/],
  [
    'a task role of somebody',
    inputs('ecs.register-task-definition', (input) => ({
      ...input,
      taskRoleArn: 'arn:aws:iam::111111111111:role/admin',
    })),
    /ecs\.register-task-definition/,
  ],
  [
    'a wait that waits for nothing',
    inputs('ecs.wait-for-rollout', (input) => ({ ...input, budgetSeconds: 1 })),
    /ecs\.wait-for-rollout/,
  ],
  [
    'a step less',
    (plan) => ({ ...plan, steps: plan.steps.slice(0, -1), targets: without(plan) }),
    /ecs\.wait-for-rollout/,
  ],
  [
    'another title on a step',
    (plan) => ({ ...plan, steps: plan.steps.map((step) => ({ ...step, title: 'harmless' })) }),
    /aws\.assume-role/,
  ],
  [
    'nothing shown of what changes',
    (plan) => ({ ...plan, steps: plan.steps.map((step) => ({ ...step, changes: [] })) }),
    /ecs\./,
  ],
  ['no rollback', (plan) => ({ ...plan, rollback: [] }), /ecs\./],
  ['a warning less or more', (plan) => ({ ...plan, warnings: [...plan.warnings, warning] }), /: warnings/],
  ['other notes', (plan) => ({ ...plan, notes: [] }), /: notes/],
  [
    'another version to show',
    (plan) => ({ ...plan, targets: plan.targets.map((one) => ({ ...one, version: null })) }),
    /: targets/,
  ],
  [
    'a target without its steps',
    (plan) => ({ ...plan, targets: plan.targets.map((one) => ({ ...one, steps: [] })) }),
    /: targets/,
  ],
  [
    'another image in what was handed over',
    (plan) => JSON.parse(JSON.stringify(plan).replaceAll(/sha256:[0-9a-f]{64}/g, `sha256:${'0'.repeat(64)}`)),
    /PLAN_STALE|PLAN_TAMPERED/,
  ],
])('a saved plan with %s and a fitting id exits 8, and nothing is written', async (_, edit, says) => {
  const resealed = edited((plan) => {
    const changed = edit(plan as unknown as Plan) as Saved;
    return { ...changed, id: planId(changed as never) };
  });
  await using shop = await savedPlan(resealed);
  const { code, out, err } = await shop.funade('apply .git/plan.json --yes');
  expect(err).toMatch(says);
  expect(err).toMatch(/\((?:PLAN_TAMPERED|PLAN_STALE)\)\n {2}hint: /);
  expect([code, out, shop.writes()]).toEqual([8, '', []]);
});

const warning = { code: 'X', targets: [], label: 'staging', message: 'all is well' } as const;

function without({ steps, targets }: Plan): Plan['targets'] {
  const gone = steps.at(-1)?.id;
  return targets.map((target) => ({ ...target, steps: target.steps.filter((id) => id !== gone) }));
}

test('a saved plan whose build context was changed is not built', async () => {
  await using shop = await startShop({ pushed: [] });
  const file = join(shop.folder, '.git/plan.json');
  await shop.funade('plan staging --tag v1.0.0 --out .git/plan.json');
  const plan = JSON.parse(await readFile(file, 'utf8')) as Plan;
  const changed = inputs('ecr.build-image', (input) => ({
    ...input,
    build: { ...(input.build as Input), context: '/etc' },
  }))(plan);
  await writeFile(file, JSON.stringify({ ...(changed as Plan), id: planId(changed as never) }));
  const { code, err } = await shop.funade('apply .git/plan.json --yes');
  expect(err).toMatch(/ecr\.build-image:shop\/api@staging.* \(PLAN_TAMPERED\)/);
  expect([code, shop.writes()]).toEqual([8, []]);
});

/** The shop with one image that takes in the whole repository, as in a project with a Dockerfile at its root. */
async function rootShop(): Promise<Shop> {
  const shop = await startShop({ pushed: [] });
  const file = join(shop.folder, 'deploy.config.ts');
  const config = await readFile(file, 'utf8');
  await writeFile(
    file,
    config.replaceAll(
      /context: 'services\/\w+', from: 'scratch', content: \{ main: '\/app\/main' \}/g,
      "context: '.', from: 'scratch', content: { services: '/app' }",
    ),
  );
  await shop.git('commit', '--quiet', '--all', '--message', 'root');
  await shop.git('tag', 'v2.0.0');
  return shop;
}

test('a plan that is saved in the build context is no change of the sources', async () => {
  await using shop = await rootShop();
  expect(await shop.funade('plan staging --tag v2.0.0 --service api --out plan.json')).toMatchObject({ code: 0 });
  const applied = await shop.funade('apply plan.json --yes');
  expect(applied.err).toContain('left out of the build: plan.json');
  expect(applied.code).toBe(0);
  expect(await shop.funade('deploy staging --tag v2.0.0 --service web --out again.json')).toMatchObject({ code: 0 });
});
