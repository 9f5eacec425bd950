import { expect, test } from 'vitest';
import { deploy, once, progress } from './deploy.ts';
import { type ShopOptions, startShop } from './shop.ts';

/** Tasks that die some time after they start, for ever: ECS completes the rollout before. */
function latePatient(afterSeconds: number): ShopOptions {
  const becomes = { type: 'exits', code: 1, afterSeconds } as const;
  return { region: { behaviours: [{ match: { image: '*v1.2.0*' }, becomes }], timings: { settle: 3, completion: 5 } } };
}

test('ECS says that tasks which die later are done, and so do we unless asked to watch them', async () => {
  await using shop = await startShop(latePatient(40));
  expect((await deploy(shop)).outcome).toBe('succeeded');
});

test('a task that dies while it is watched makes the rollout fail, and what ran before is deployed again', async () => {
  await using shop = await startShop(latePatient(40));
  const { outcome, error } = await deploy(shop, { options: { wait: { settle: '2m' } } });
  expect([outcome, error?.code]).toEqual(['rolled-back', 'ROLLED_BACK']);
  expect(progress(shop)).toContainEqual(
    expect.stringMatching(/was completed, but 2 of its tasks stopped within 1m; rolling back$/),
  );
  expect(shop.calls('UpdateService').map(({ taskDefinition }) => String(taskDefinition).split('/').at(-1))).toEqual([
    'api:2',
    'api:1',
  ]);
  expect(shop.calls('StopServiceDeployment')).toEqual([]);
});

test.each([
  ['stop', /it keeps serving, because a completed deployment cannot be stopped$/],
  ['leave', /it keeps serving$/],
] as const)('with onFailure: %s nothing is sent', async (onFailure, text) => {
  await using shop = await startShop(latePatient(40));
  const { outcome, error } = await deploy(shop, { options: { onFailure, wait: { settle: '2m' } } });
  expect([outcome, error?.code]).toEqual(['failed', 'TASKS_KEEP_FAILING']);
  expect(error?.message).toMatch(text);
  expect(shop.calls('UpdateService')).toHaveLength(1);
});

test('tasks that live are watched that long, and no longer', async () => {
  await using shop = await startShop();
  let doneAt = 0;
  const done = once(/^done; watching its tasks for 2m$/, () => {
    doneAt = shop.sandbox.clock.now();
  });
  expect((await deploy(shop, { options: { wait: { settle: '2m' } } }, done)).outcome).toBe('succeeded');
  const watched = shop.sandbox.clock.now() - doneAt;
  expect(watched).toBeGreaterThanOrEqual(120_000);
  expect(watched).toBeLessThan(126_000);
});

test('another release in that time ends the watching, and ours stays a success', async () => {
  await using shop = await startShop();
  const other = once(/^done; watching/, () => shop.sandbox.ecs.deploy('shop/api', 'api:1'));
  expect((await deploy(shop, { options: { wait: { settle: '2m' } } }, other)).outcome).toBe('succeeded');
});
