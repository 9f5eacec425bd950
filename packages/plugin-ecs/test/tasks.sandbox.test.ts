import { targetsToRollBack } from '@funade/core/testing';
import { expect, test } from 'vitest';
import { deploy, errorOf, lines, progress, warnings } from './deploy.ts';
import { migrate, network, oneOffs, startTaskShop, warm, withTasks } from './task-shop.ts';

test('a migration runs on the new revision before the service changes, and is followed to its end', async () => {
  await using shop = await startTaskShop();
  const report = await shop.apply(await shop.plan({ options: withTasks({ migrate }) }));
  expect([report.outcome, errorOf(shop), warnings(shop)]).toEqual(['succeeded', null, []]);
  expect(oneOffs(shop)).toMatchObject([
    {
      taskDefinitionArn: expect.stringMatching(/api:2$/),
      launchType: 'FARGATE',
      overrides: { containerOverrides: [{ name: 'app', command: migrate.command }] },
    },
  ]);
  expect(shop.calls('RunTask')).toMatchObject([{ cluster: 'shop', count: 1, networkConfiguration: network }]);
  expect(lines(shop)).toEqual(['applying 1 migration', 'token=[secret] done']);
  const told = progress(shop).slice(1, 6);
  expect(told.map((text) => text.replace(/[0-9a-f]{32}/, 'ID'))).toEqual([
    'started ID',
    'PROVISIONING',
    'PENDING',
    'RUNNING',
    'ended with exit code 0 after 4s',
  ]);
  const ids = shop.events.flatMap((event) => (event.type === 'step-succeeded' ? [event.step] : []));
  expect(ids.indexOf('ecs.wait-for-task:migrate:api@production')).toBeLessThan(
    ids.indexOf('ecs.update-service:api@production'),
  );
});

test('the plan says what runs, with which command and on which revision, and nothing secret', async () => {
  await using shop = await startTaskShop();
  const environment = { MODE: 'warm', DB_PASSWORD: 'hunter2hunter2' };
  const steps = await shop.plan({
    options: withTasks({
      migrate: {
        ...migrate,
        command: ['migrate', '--password=hunter2hunter2'],
        timeout: '10m',
        cpu: 1024,
        memory: '2048',
      },
      warm: { ...warm, environment, onFailure: 'warn', onCancel: 'stop' },
    }),
  });
  const shown = steps.steps
    .filter(({ kind }) => kind.endsWith('-task'))
    .map(({ title, phase, changes, deadlineSeconds }) => ({ title, phase, changes, deadlineSeconds }));
  expect(JSON.stringify(shown)).not.toContain('hunter2');
  expect(shown).toMatchSnapshot();
  expect(steps.warnings.map(({ code }) => code)).toEqual(['PLAIN_SECRET']);
});

test('it is not run again for the release, and the plan says so', async () => {
  await using shop = await startTaskShop();
  const options = withTasks({ migrate, warm });
  await deploy(shop, { options });
  expect(oneOffs(shop)).toHaveLength(2);
  await shop.sandbox.clock.advance({ hours: 30 });
  const again = await shop.plan({ options, allow: { force: true } });
  expect(again.notes.map(({ text }) => text.replace(/[0-9a-f]{32}/, 'ID'))).toEqual(
    expect.arrayContaining([
      'task api/migrate has already succeeded for v1.2.0 (2026-11-23 12:00 UTC, ID): it is not run again',
      expect.stringMatching(/^task api\/warm has already succeeded for v1\.2\.0/),
    ]),
  );
  expect((await shop.apply(again)).outcome).toBe('succeeded');
  expect(oneOffs(shop)).toHaveLength(0);
  expect(shop.calls('RunTask')).toHaveLength(2);
});

test('the next release runs it again', async () => {
  await using shop = await startTaskShop();
  const options = withTasks({ migrate });
  await deploy(shop, { options });
  await deploy(shop, { options, tag: 'v1.3.0' });
  expect(new Set(oneOffs(shop).map(({ startedBy }) => startedBy)).size).toBe(2);
});

test('with again it is run anew, once for each deploy', async () => {
  await using shop = await startTaskShop();
  const options = withTasks({ migrate: { ...migrate, again: true } });
  await deploy(shop, { options });
  await deploy(shop, { options, allow: { force: true } });
  expect(oneOffs(shop)).toHaveLength(2);
});

test('where the revision may not be tagged that is said, and ECS still knows it for an hour', async () => {
  await using shop = await startTaskShop();
  const options = withTasks({ migrate });
  shop.sandbox.faults.next('ecs.TagResource', { code: 'AccessDeniedException' }, 2);
  await deploy(shop, { options });
  expect(warnings(shop)).toEqual([
    expect.stringMatching(/ecs:TagResource.*; that task api\/migrate started is known for an hour only$/),
    expect.stringMatching(/that task api\/migrate succeeded is known for an hour only$/),
  ]);
  const { outcome } = await deploy(shop, { options, allow: { force: true } });
  expect(outcome).toBe('succeeded');
  expect(progress(shop)).toContainEqual(expect.stringMatching(/^not run again: \w+ has succeeded for this release$/));
  expect(oneOffs(shop)).toHaveLength(1);
});

test('a failed migration ends the deploy before anything changes; the next deploy tries it again', async () => {
  await using shop = await startTaskShop();
  shop.sandbox.ecs.behave({
    match: { startedBy: 'funade/*' },
    times: 1,
    becomes: { type: 'exits', code: 3, afterSeconds: 2 },
    logs: [{ afterSeconds: 1, message: 'relation "users" does not exist' }],
  });
  const options = withTasks({ migrate });
  const { outcome, error } = await deploy(shop, { options });
  expect([outcome, error?.code, error?.category]).toEqual(['failed', 'TASK_FAILED', 'failed']);
  expect(error?.message).toMatch(/^task api\/migrate \(\w+\) failed: container app ended with exit code 3$/);
  expect(error?.evidence).toContain('| relation "users" does not exist');
  expect(shop.calls('UpdateService')).toEqual([]);
  expect((await deploy(shop, { options })).outcome).toBe('succeeded');
  const tokens = shop.calls('RunTask').map(({ clientToken }) => clientToken);
  expect(new Set(tokens).size).toBe(2);
  const [history] = await shop.history();
  expect(history?.deployments[0]).toMatchObject({
    revision: 'api:2',
    tasks: [{ name: 'api/migrate', when: 'before', state: 'succeeded' }],
  });
});

test('the next run joins a task that goes on', async () => {
  await using shop = await startTaskShop({
    match: { startedBy: 'funade/*' },
    becomes: { type: 'exits', code: 0, afterSeconds: 300 },
  });
  const options = withTasks({ migrate });
  await deploy(shop, { options }, (event) => {
    if (event.type === 'step-progress' && event.message === 'RUNNING') shop.interrupt(new Error('SIGTERM'));
  });
  const rival = shop.rival();
  const said: string[] = [];
  const report = await rival.apply(await rival.plan({ options }), (event) => {
    if (event.type === 'step-progress') said.push(event.message);
  });
  expect(report.outcome).toBe('succeeded');
  expect(said).toContainEqual(expect.stringMatching(/^joins \w+, which runs for this release$/));
  expect(oneOffs(shop)).toHaveLength(1);
});

test.each([
  { onFailure: 'fail', outcome: 'failed', code: 'TASK_FAILED', warned: [] },
  {
    onFailure: 'warn',
    outcome: 'succeeded',
    code: undefined,
    warned: [expect.stringMatching(/exit code 3 \(TASK_FAILED\); the last lines/)],
  },
] as const)('a task after the rollout that fails: $onFailure', async ({ onFailure, outcome, code, warned }) => {
  await using shop = await startTaskShop({
    match: { startedBy: 'funade/*' },
    becomes: { type: 'exits', code: 3, afterSeconds: 2 },
  });
  const options = withTasks({ warm: { ...warm, onFailure } });
  const plan = await shop.plan({ options });
  const report = await shop.apply(plan);
  expect([report.outcome, errorOf(shop)?.code]).toEqual([outcome, code]);
  expect(warnings(shop)).toEqual(warned);
  expect(shop.calls('UpdateService')).toHaveLength(1);
  expect(targetsToRollBack(plan, report)).toEqual([]);
  // It is known to be open, so the next deploy of the release runs it, though nothing else is to do.
  const next = await shop.plan({ options });
  expect(next.steps.map(({ kind }) => kind)).toEqual(['aws.assume-role', 'ecs.run-task', 'ecs.wait-for-task']);
});

test('with rollback the service goes back, whatever its own policy is', async () => {
  await using shop = await startTaskShop({
    match: { startedBy: 'funade/*' },
    becomes: { type: 'exits', code: 3, afterSeconds: 2 },
  });
  const plan = await shop.plan({ options: { tasks: { warm: { ...warm, onFailure: 'rollback' } }, onFailure: 'stop' } });
  const report = await shop.apply(plan);
  expect([report.outcome, targetsToRollBack(plan, report)]).toEqual(['failed', ['api@production']]);
});

test('the tasks of a service run one after the other, in their order', async () => {
  await using shop = await startTaskShop();
  const backup = { ...migrate, command: ['pg_dump'] };
  const { outcome } = await deploy(shop, { options: withTasks({ backup, migrate, warm }) });
  expect(outcome).toBe('succeeded');
  const order = oneOffs(shop).map(({ createdAt, stoppedAt }) => [Number(createdAt), Number(stoppedAt)] as const);
  expect(order).toHaveLength(3);
  for (const [index, [created]] of order.entries()) {
    if (index > 0) expect(created).toBeGreaterThanOrEqual(order[index - 1]?.[1] ?? 0);
  }
});
