import { expect, test } from 'vitest';
import { startExecShop, writeStandIn } from './exec-shop.ts';
import { grant, grantFor, iamOf, refusals } from './iam-grant.ts';
import { startWorld, writeWorld } from './iam-world.ts';
import { type Shop, startShop } from './shop.ts';

/** Runs commands as typed under the policy for some of them, and gives how they ended. */
async function under(shop: Shop, groups: string, ...typed: readonly string[]): Promise<readonly (number | string)[]> {
  await grantFor(shop, groups);
  const ends: (number | string)[] = [];
  for (const command of typed) {
    const { code, out, err } = await shop.funade(command);
    ends.push(code === 0 ? 0 : `${command} ended with ${code}: ${out}${err}`);
  }
  return ends;
}

const checkout = (shop: Shop, version: string): Promise<string> => shop.git('checkout', '--quiet', version);

test('plan: everything that only looks', async () => {
  await using shop = await startShop();
  const typed = [
    'plan staging',
    'diff staging',
    'render staging',
    'status staging',
    'history staging',
    'tasks staging',
    'events staging',
  ];
  expect(await under(shop, 'plan', ...typed)).toEqual(typed.map(() => 0));
  expect(refusals(shop)).toEqual([]);
  const { code, out, err } = await shop.funade('deploy staging');
  expect([code, out + err]).toEqual([1, expect.stringContaining('AWS_ACCESS_DENIED')]);
  expect(shop.sandbox.requests('ecs.UpdateService').filter(({ status }) => status === 200)).toEqual([]);
});

test('verify: what a pipeline may do it is told that it may', async () => {
  await using shop = await startShop();
  expect((await grantFor(shop, 'plan')).policies).toHaveLength(1);
  const before = await shop.funade('verify staging');
  expect([before.code, before.out]).toEqual([8, expect.stringContaining('failed  passing execution role execution')]);
  expect(await under(shop, 'plan,deploy', 'verify staging')).toEqual([0]);
});

test('deploy: from the build to the end', async () => {
  await using shop = await startShop({ pushed: [] });
  expect(await under(shop, 'deploy', 'deploy staging --quiet')).toEqual([0]);
  expect(refusals(shop)).toEqual([]);
  expect(shop.writes()).toEqual(expect.arrayContaining(['ecs.UpdateService', 'registry.PUT manifest']));
});

test('deploy: a failed rollout is explained and rolled back', async () => {
  await using shop = await startShop();
  await grantFor(shop, 'deploy');
  shop.sandbox.ecs.behave({ match: { image: '*:v1.0.0*' }, becomes: { type: 'exits', code: 1, afterSeconds: 5 } });
  const { code, out, err } = await shop.funade('deploy staging --service api');
  expect([code, out + err]).toEqual([3, expect.stringContaining('exit code 1')]);
  expect(refusals(shop)).toEqual([]);
});

test('operate: watch, scale, abort', async () => {
  await using shop = await startShop();
  await grantFor(shop, 'deploy');
  expect((await shop.funade('deploy staging --service api --no-wait --quiet')).code).toBe(0);
  await grantFor(shop, 'operate');
  expect((await shop.funade('abort staging --service api --yes --quiet')).code).toBe(3);
  const typed = ['watch staging --service worker --quiet', 'scale staging worker=3 --yes'];
  expect(await under(shop, 'operate', ...typed)).toEqual([0, 0]);
  expect(refusals(shop)).toEqual([]);
});

test('rollback', async () => {
  await using shop = await startShop();
  await grantFor(shop, 'deploy');
  expect((await shop.funade('deploy staging --quiet')).code).toBe(0);
  expect(await under(shop, 'rollback', 'rollback staging --yes --quiet')).toEqual([0]);
  expect(refusals(shop)).toEqual([]);
});

test('tasks: one by hand', async () => {
  await using shop = await startShop();
  await grantFor(shop, 'tasks');
  shop.sandbox.ecs.behave({ match: { image: '*' }, becomes: { type: 'exits', code: 0, afterSeconds: 5 } });
  const { code, err } = await shop.funade('run staging api -- migrate');
  expect([code, err]).toEqual([0, expect.any(String)]);
  expect(refusals(shop)).toEqual([]);
});

test('exec', async () => {
  await using shop = await startExecShop();
  const { path } = await writeStandIn(shop.folder);
  await grantFor(shop, 'exec');
  const { code, err } = await shop.funade('exec staging api -- ls', { env: { PATH: path } });
  expect([code, err]).toEqual([0, '']);
  expect(refusals(shop)).toEqual([]);
  await grantFor(shop, 'plan,deploy,operate,rollback,tasks,schedules');
  expect((await shop.funade('exec staging api -- ls', { env: { PATH: path } })).err).toContain('ecs:ExecuteCommand');
});

test('prune', async () => {
  await using shop = await startShop();
  await grantFor(shop, 'deploy');
  for (const version of ['v1.0.0', 'v1.1.0']) {
    await checkout(shop, version);
    expect((await shop.funade(`deploy staging --tag ${version} --quiet`)).code).toBe(0);
  }
  const typed = [
    'prune staging --keep 1 --images --yes --quiet',
    'prune staging --keep 1 --delete-inactive --yes --quiet',
  ];
  expect(await under(shop, 'prune', ...typed)).toEqual([0, 0]);
  expect(refusals(shop)).toEqual([]);
  expect(shop.sandbox.requests('ecs.DeleteTaskDefinitions')).not.toEqual([]);
});

test('tasks and schedules of a deploy: with everything that a config can have', async () => {
  await using shop = await startWorld();
  const config = await writeWorld(shop);
  const { policies } = await iamOf(shop, `staging ${config} --commands deploy,tasks,schedules`);
  grant(
    shop,
    policies.map(({ document }) => document),
  );
  shop.sandbox.ecs.behave({ match: { startedBy: 'funade*' }, becomes: { type: 'exits', code: 0, afterSeconds: 5 } });
  const typed = `deploy staging ${config} --allow-dirty --yes --quiet --service api,worker,fresh,job,front,made`;
  const { code, out, err } = await shop.funade(typed);
  expect([code, refusals(shop), code === 0 ? '' : out + err]).toEqual([0, [], '']);
  expect(shop.sandbox.requests('scheduler.CreateSchedule')).toHaveLength(1);
  expect(shop.sandbox.requests('events.PutTargets')).toHaveLength(1);
});
