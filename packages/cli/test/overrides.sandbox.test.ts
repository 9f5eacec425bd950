import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { planId } from '@funade/core';
import { expect, test } from 'vitest';
import { type Shop, startShop } from './shop.ts';

const only = '--tag v1.0.0 --service api --allow-dirty';

/** The shop whose api has a written count, and a variable. */
async function startCounted(): Promise<Shop> {
  const shop = await startShop();
  const file = join(shop.folder, 'deploy.config.ts');
  const text = await readFile(file, 'utf8');
  const more =
    "settings: { desiredCount: 2 }, containers: { app: { environment: { MODE: 'live' } } }, container: 'app' }";
  await writeFile(file, text.replace("service: 'api', container: 'app' }", `service: 'api', ${more}`));
  return shop;
}

const updates = (shop: Shop) => shop.sandbox.requests('ecs.UpdateService').map(({ body }) => body);

test('a setting is set for one run, shown in the plan beside what the config says, and reported', async () => {
  await using shop = await startCounted();
  const planned = await shop.funade(`plan staging ${only} --set api.desiredCount=3`);
  expect(planned.out).toContain('--set: ecs.settings.desiredCount is 3, and not 2 as in the config');
  const json = await shop.funade(`plan staging ${only} --set api.desiredCount=3 --json`);
  expect(JSON.parse(json.out).overrides).toEqual([
    { target: 'api@staging', path: 'ecs.settings.desiredCount', from: 2, to: 3 },
  ]);
  const { code, out } = await shop.funade(`deploy staging ${only} --set api.desiredCount=3 --json`);
  expect([code, JSON.parse(out).overrides]).toEqual([
    0,
    [{ target: 'api@staging', path: 'ecs.settings.desiredCount', from: 2, to: 3 }],
  ]);
  expect(updates(shop)).toMatchObject([{ desiredCount: 3 }]);
});

test('several, by the whole way, into a container, and from a variable with one a line', async () => {
  await using shop = await startCounted();
  const typed =
    '--set api.ecs.containers.app.environment.MODE=test --set api.containers.app.cpu=128 --set api.wait.budget=20m';
  const { code, out } = await shop.funade(`plan staging ${only} ${typed}`);
  expect(code).toBe(0);
  expect(out).toContain('--set: ecs.containers.app.environment.MODE is "test", and not "live" as in the config');
  expect(out).toContain('--set: ecs.containers.app.cpu is 128');
  expect(out).toContain('(up to 20m');
  const env = { FUNADE_SET: 'api.desiredCount=5\napi.onFailure=stop\n' };
  const planned = await shop.funade(`plan staging ${only} --json`, { env });
  expect(JSON.parse(planned.out).overrides).toMatchObject([
    { path: 'ecs.settings.desiredCount', to: 5 },
    { path: 'ecs.onFailure', from: null, to: 'stop' },
  ]);
  const over = await shop.funade(`plan staging ${only} --set api.desiredCount=1 --json`, { env });
  expect(JSON.parse(over.out).overrides).toMatchObject([{ to: 1 }]);
});

test('a value is a number where that fits, else a text as it was typed; a template is one', async () => {
  await using shop = await startCounted();
  const set = (...values: readonly string[]) => values.map((value) => `--set ${value}`).join(' ');
  const typed = set(
    'api.containers.app.environment.VERSION=1.10',
    'api.containers.app.environment.OWN={{release.version}}',
    'api.cluster=shop-staging',
    'api.healthCheckGracePeriodSeconds=30',
  );
  const { code, out } = await shop.funade(`plan staging ${only} ${typed} --json`);
  expect([code, JSON.parse(out).overrides.map(({ to }: { to: unknown }) => to)]).toEqual([
    0,
    ['1.10', '{{release.version}}', 'shop-staging', 30],
  ]);
});

test.each([
  [
    'api.desiredCuont=3',
    'there is no setting "desiredCuont" (OVERRIDE_UNKNOWN)',
    'did you mean "api.ecs.settings.desiredCount"?',
  ],
  ['api.ecs.settings.desiredCuont=3', 'ecs.settings.desiredCuont: unknown key; did you mean "desiredCount"?', ''],
  ['api.desiredCount=many', 'ecs.settings.desiredCount: expected a number, not "many"', ''],
  ['apo.desiredCount=3', 'there is no service "apo"', 'did you mean "api"?'],
  ['web.desiredCount=3', '--set web.desiredCount=3 is for web, which this run does not deploy', 'it deploys api'],
  ['api.cluster.name=x', 'ecs.cluster is "shop-{{environment.name}}", and has no settings of its own', ''],
  ['api=3', 'does not name a setting of a service and its value', 'write it as --set api.desiredCount=3'],
  ['api.desiredCount', "option '--set <path=value>'", 'it must be a setting and its value'],
])('--set %s is refused', async (typed, message, hint) => {
  await using shop = await startCounted();
  const { code, err } = await shop.funade(`plan staging ${only} --set ${typed}`);
  expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  expect(err.replace(/\s+/g, ' ')).toContain(hint);
});

test('a saved plan holds its overrides; one whose overrides were changed is refused', async () => {
  await using shop = await startCounted();
  await shop.funade(`plan staging ${only} --set api.desiredCount=3 --out .git/plan.json`);
  const file = join(shop.folder, '.git/plan.json');
  const text = await readFile(file, 'utf8');
  const plan = JSON.parse(text);
  expect(plan.overrides).toHaveLength(1);
  const changed = { ...plan, overrides: [{ ...plan.overrides[0], to: 9 }] };
  await writeFile(file, JSON.stringify({ ...changed, id: planId(changed) }));
  expect(await shop.funade('apply .git/plan.json')).toMatchObject({
    code: 8,
    err: expect.stringContaining('PLAN_TAMPERED'),
  });
  await writeFile(file, text);
  expect(await shop.funade('apply .git/plan.json')).toMatchObject({ code: 0 });
  expect(updates(shop)).toMatchObject([{ desiredCount: 3 }]);
});

test('what looks like a secret is not shown', async () => {
  await using shop = await startCounted();
  const { code, out } = await shop.funade(
    `plan staging ${only} --set api.containers.app.environment.API_TOKEN=a1B2c3D4e5F6g7H8`,
  );
  expect([code, out]).toEqual([0, expect.not.stringContaining('a1B2c3D4e5F6g7H8')]);
  expect(out).toContain('ecs.containers.app.environment.API_TOKEN is "[secret]"');
});
