import { type JsonObject, readStatus, verifyTargets } from '@funade/core';
import { expect, test } from 'vitest';
import { nightlySchedule, requestOf, roleOf, type Shop, startShop, type Wanted } from './shop.ts';

const both = { report: { rule: 'shop-nightly' }, weekly: { schedule: 'shop/nightly' } };
const managed = { cron: 'rate(1 day)', role: 'scheduler' };

async function besideOf(shop: Shop, wanted: Wanted) {
  const [status] = await readStatus(requestOf(wanted), await shop.plugins(), shop.context);
  return status?.beside?.map(({ what, text, amiss }) => [`${what} ${text}`, amiss]);
}

test('status says what each schedule runs, and which are behind', async () => {
  await using shop = await startShop();
  await shop.deploy({ schedules: { report: both.report } });
  expect(await besideOf(shop, { schedules: { ...both, gone: { rule: 'none' }, later: managed } })).toEqual([
    ['rule shop-nightly runs api:2 at cron(0 3 * * ? *)', false],
    ['schedule shop/nightly runs api:1 at cron(0 3 * * ? *); its service is at api:2; it is disabled', true],
    ['rule none does not exist', true],
    ['schedule shop.production.api.later does not exist', true],
  ]);
  expect(await besideOf(shop, {})).toBeUndefined();
});

test('what may not be read is told as that', async () => {
  await using shop = await startShop({ permissions: { deny: ['events:ListTargetsByRule', 'scheduler:GetSchedule'] } });
  expect(await besideOf(shop, { schedules: both })).toEqual([
    ['rule shop-nightly may not be read', true],
    ['schedule shop/nightly may not be read', true],
  ]);
});

async function checks(shop: Shop, schedules: JsonObject) {
  const found = await verifyTargets(requestOf({ schedules }), await shop.plugins(), shop.context);
  return found
    .filter(({ kind }) => /rule|schedule/.test(kind))
    .map(({ what, result, reason }) => `${result}: ${what}${reason === null ? '' : `: ${reason}`}`);
}

test('verify proves the roles that schedules run tasks with', async () => {
  await using shop = await startShop({
    schedules: { 'shop/nightly': nightlySchedule({}, { RoleArn: roleOf('stranger') }) },
  });
  const later = { ...managed, role: 'nobody' };
  expect(await checks(shop, { ...both, later })).toEqual([
    'ok: rule report',
    'ok: schedule weekly',
    'ok: schedule later: it will be created',
    'ok: role events of rule report',
    'failed: role stranger of schedule weekly: its trust policy does not allow scheduler.amazonaws.com to assume it',
    'failed: role nobody of schedule later: there is no such role',
  ]);
});

test('verify says what it may not look at, and what there can be no plan with', async () => {
  await using shop = await startShop({ permissions: { deny: ['iam:GetRole'] } });
  expect(await checks(shop, { report: both.report })).toEqual([
    'ok: rule report',
    'not-permitted: role events of rule report: it requires iam:GetRole',
  ]);
  const found = await verifyTargets(requestOf({ schedules: { a: { rule: 'b' } } }), await shop.plugins(), shop.context);
  expect(found).toMatchObject([{ kind: 'plan', result: 'failed', reason: expect.stringContaining('rule "b"') }]);
});
