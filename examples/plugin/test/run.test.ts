import { applyPlan, assemblePlan, buildContext, buildRequest, rollbackPlan, targetsToRollBack } from 'funade/testing';
import { expect, test } from 'vitest';
import type { HooksInput } from '../src/options.ts';
import { hooksPlugin } from '../src/plugin.ts';
import { startReceiver } from './receiver.ts';
import { type Rollouts, rolloutPlugin } from './revisions.ts';

/** Plans and applies these services with their hooks. */
async function run(
  services: Readonly<Record<string, HooksInput>>,
  { announce, ...rollouts }: Rollouts & { readonly announce?: string } = {},
) {
  const plugins = [rolloutPlugin(rollouts), hooksPlugin(announce === undefined ? {} : { announce })];
  const request = buildRequest(
    Object.entries(services).map(([service, hooks]) => ({ service, options: { hooks: { ...hooks } as never } })),
  );
  const plan = assemblePlan(request, { rollouts: null, hooks: null }, { plugins, createdAt: '' });
  const outputs = new Map();
  const context = buildContext();
  const report = await applyPlan(plan, context, { plugins, runId: 'run-1', outputs });
  const stateOf = (id: string) => report.steps.find((step) => step.id === id)?.state;
  return { plan, plugins, outputs, context, report, stateOf };
}

test('of two steps of one kind for one target the second fails it: nothing is rolled out, and the report says so', async () => {
  await using desk = await startReceiver();
  desk.answer('/warm', 500);
  const before = ['migrate', 'warm'].map((name) => ({ name, url: desk.url(`/${name}`) }));
  const { report, stateOf } = await run({ api: { before } });
  expect(desk.calls.map(({ path }) => path)).toEqual(['/migrate', '/warm']);
  expect(stateOf('rollouts.update:api@production')).toBe('skipped');
  expect(report.outcome).toBe('failed');
  expect(report.targets).toMatchObject([
    {
      outcome: 'failed',
      failedStep: `hooks.call:warm:${desk.url('/warm')}`,
      error: { code: 'HOOK_FAILED', details: { url: desk.url('/warm'), status: 500 } },
    },
  ]);
});

test('a step for two services fails both, and neither is rolled out', async () => {
  await using desk = await startReceiver();
  desk.answer('/migrate', 500);
  const before = [{ name: 'migrate', url: desk.url('/migrate') }];
  const { report } = await run({ api: { before }, worker: { before }, web: {} });
  expect(report.targets.map(({ id, outcome }) => [id, outcome])).toEqual([
    ['api@production', 'failed'],
    ['worker@production', 'failed'],
    ['web@production', 'succeeded'],
  ]);
});

test('a revision that is yet to be registered is told once it is, and told back', async () => {
  await using desk = await startReceiver();
  const { plan, plugins, outputs, context } = await run({ api: { follow: desk.url('/revision') } });
  expect(desk.calls.at(-1)?.body).toEqual({ revision: 'arn:api@production' });
  const targets = ['api@production'] as const;
  const back = rollbackPlan(plan, { targets, outputs, createdAt: '' });
  const report = await applyPlan(back, context, { plugins, runId: 'run-2' });
  expect(report.outcome).toBe('succeeded');
  expect(desk.calls.at(-1)).toMatchObject({ method: 'PUT', body: { revision: null } });
});

test('a check that fails after the rollout rolls its target back, where that is the policy', async () => {
  await using desk = await startReceiver();
  desk.answer('/health', 503);
  const check = { url: desk.url('/health'), seconds: 5 };
  const failed = await run({ api: { check }, web: {} }, { onFailure: 'rollback' });
  expect(failed.report.targets.map(({ outcome }) => outcome)).toEqual(['failed', 'succeeded']);
  expect(targetsToRollBack(failed.plan, failed.report)).toEqual(['api@production']);
  const left = await run({ api: { check } });
  expect(targetsToRollBack(left.plan, left.report)).toEqual([]);
});

test('with rollback-all it rolls back every target that was changed, whatever the ids of the steps', async () => {
  await using desk = await startReceiver();
  desk.answer('/health', 503);
  const check = { url: desk.url('/health'), seconds: 5 };
  const { plan, report, outputs } = await run({ api: { check }, web: {} }, { onFailure: 'rollback-all' });
  const targets = targetsToRollBack(plan, report);
  expect(targets).toEqual(['api@production', 'web@production']);
  const back = rollbackPlan(plan, { targets, outputs, createdAt: '' });
  expect(back.steps.map(({ id }) => id)).toEqual(['back:api@production', 'back:web@production']);
});

test('the message at the end is sent however it came out, and its own failure fails no service', async () => {
  await using desk = await startReceiver();
  desk.answer('/migrate', 500);
  const before = [{ name: 'migrate', url: desk.url('/migrate') }];
  await run({ api: { before } }, { announce: desk.url('/announce') });
  expect(desk.calls.map(({ path }) => path)).toEqual(['/migrate', '/announce']);
  desk.answer('/announce', 500);
  const { report } = await run({ web: {} }, { announce: desk.url('/announce') });
  expect(report.targets).toMatchObject([{ outcome: 'succeeded' }]);
  expect(report.outcome).toBe('failed');
});
