import { expect, test } from 'vitest';
import { deploy, errorOf, progress, warnings } from './deploy.ts';
import type { Shop } from './shop.ts';
import { migrate, oneOffs, startTaskShop, warm, withTasks } from './task-shop.ts';

const options = withTasks({ migrate, warm });

const faults = {
  throttled: { code: 'ThrottlingException' },
  'a server fault': { code: 'ServerException', status: 500 },
  'cut before it arrives': { reset: true },
  'cut after it has arrived': { reset: 'after' },
  'half an answer': { body: '{"tasks":[{"ta', status: 200 },
  'later than it is waited for': { delay: 45_000 },
} as const;

const calls = [
  'ecs.RunTask',
  'ecs.ListTasks',
  'ecs.DescribeTasks',
  'ecs.DescribeTaskDefinition',
  'ecs.TagResource',
  'logs.GetLogEvents',
] as const;

/** One-off tasks by what they were started for. */
function perTask(shop: Shop): readonly number[] {
  return [...Map.groupBy(oneOffs(shop), ({ startedBy }) => String(startedBy)).values()].map(({ length }) => length);
}

test.each(calls.flatMap((call) => Object.keys(faults).map((fault) => [call, fault as keyof typeof faults] as const)))(
  'each task is started once: %s %s',
  async (call, fault) => {
    await using shop = await startTaskShop();
    const plan = await shop.plan({ options });
    shop.sandbox.faults.next(call, faults[fault], fault === 'half an answer' ? 1 : 2);
    const report = await shop.apply(plan);
    if (report.outcome !== 'succeeded') {
      // A read that cannot be read is not tried again; the next run comes to the same tasks.
      expect(errorOf(shop)?.code).toBe('AWS_BAD_ANSWER');
      expect((await deploy(shop, { options })).outcome).toBe('succeeded');
    }
    expect(perTask(shop)).toEqual([1, 1]);
  },
);

/** Applies a plan until its nth event, where the run is told to end, then as another job would. How many events there were. */
async function killedAt(nth: number, records: boolean): Promise<number> {
  await using shop = await startTaskShop();
  const plan = await shop.plan({ options });
  // What a killed process does not come to write.
  if (!records) shop.sandbox.faults.next('ecs.TagResource', { code: 'AccessDeniedException' }, 4);
  let count = 0;
  const first = await shop.apply(plan, () => {
    count += 1;
    if (count === nth) shop.interrupt(new Error('killed'));
  });
  const rival = shop.rival();
  const second = await rival.apply(await rival.plan({ options }));
  expect([nth, second.outcome, perTask(shop)]).toEqual([nth, expect.stringMatching(/^(succeeded|unchanged)$/), [1, 1]]);
  return first.outcome === 'succeeded' ? Number.POSITIVE_INFINITY : count;
}

// Where nothing is recorded every fifth event is tried, unless all are asked for.
test.each([
  [true, 1],
  [false, process.env.FUNADE_TEST_ALL === undefined ? 5 : 1],
])(
  'a run that is told to end at any event, and the next one, start each task once (recorded: %s)',
  { timeout: 300_000 },
  async (records, stride) => {
    for (let nth = 1; ; nth += stride) if ((await killedAt(nth, records)) === Number.POSITIVE_INFINITY) break;
  },
);

test('two jobs of the same release at the same time start each task once', async () => {
  await using shop = await startTaskShop();
  const rival = shop.rival();
  const [one, other] = [await shop.plan({ options }), await rival.plan({ options })];
  const reports = await Promise.all([shop.apply(one), rival.apply(other)]);
  expect(reports.map(({ outcome }) => outcome)).toEqual(['succeeded', 'succeeded']);
  expect(perTask(shop)).toEqual([1, 1]);
});

test('two jobs with again come to one task as well', async () => {
  await using shop = await startTaskShop();
  const once = withTasks({ migrate: { ...migrate, again: true } });
  const rival = shop.rival();
  const [one, other] = [await shop.plan({ options: once }), await rival.plan({ options: once })];
  await Promise.all([shop.apply(one), rival.apply(other)]);
  expect(perTask(shop)).toEqual([1]);
});

test('a task that cannot be seen for a while is waited for', async () => {
  await using shop = await startTaskShop();
  shop.sandbox.ecs.setTimings({ taskLag: 90 });
  expect(await deploy(shop, { options })).toEqual({ outcome: 'succeeded', error: null });
  expect(perTask(shop)).toEqual([1, 1]);
});

test('one that a killed run has started and that cannot be seen yet is joined', async () => {
  await using shop = await startTaskShop();
  shop.sandbox.ecs.setTimings({ taskLag: 60 });
  await deploy(shop, { options: withTasks({ migrate }) }, (event) => {
    if (event.type === 'step-started' && event.step.startsWith('ecs.wait-for-task'))
      shop.interrupt(new Error('killed'));
  });
  const rival = shop.rival();
  expect((await rival.apply(await rival.plan({ options: withTasks({ migrate }) }))).outcome).toBe('succeeded');
  expect(perTask(shop)).toEqual([1]);
});

test('with another command under the same attempt the task that runs is joined', async () => {
  await using shop = await startTaskShop();
  shop.sandbox.ecs.setTimings({ taskLag: 60 });
  const rival = shop.rival();
  const plans = [
    await shop.plan({ options: withTasks({ migrate }) }),
    await rival.plan({ options: withTasks({ migrate: { ...migrate, command: ['migrate', '--all'] } }) }),
  ] as const;
  const [one, other] = await Promise.all([shop.apply(plans[0]), rival.apply(plans[1])]);
  expect([one.outcome, other.outcome]).toEqual(['succeeded', 'succeeded']);
  expect(perTask(shop)).toEqual([1]);
});

test('what has begun and is not known any more is for a person to judge', async () => {
  await using shop = await startTaskShop();
  shop.sandbox.faults.next('ecs.UpdateService', { code: 'AccessDeniedException' }, 9);
  const once = withTasks({ migrate });
  await deploy(shop, { options: once }, (event) => {
    // The end is not recorded.
    if (event.type === 'step-progress' && event.message === 'RUNNING') {
      shop.sandbox.faults.next('ecs.TagResource', { code: 'AccessDeniedException' });
    }
  });
  await shop.sandbox.clock.advance({ hours: 2 });
  const { error } = await deploy(shop, { options: once });
  expect([error?.code, error?.message]).toEqual([
    'TASK_OUTCOME_UNKNOWN',
    expect.stringMatching(/^task api\/migrate \(\w+\) was started for this release at 2026-11-23 12:00 UTC/),
  ]);
  expect(shop.calls('RunTask')).toHaveLength(1);
  const again = withTasks({ migrate: { ...migrate, again: true } });
  await deploy(shop, { options: again });
  expect(shop.calls('RunTask')).toHaveLength(2);
});

test('who may not read the log is told how, and the task counts all the same', async () => {
  await using shop = await startTaskShop();
  shop.sandbox.faults.next('logs.GetLogEvents', { code: 'AccessDeniedException' });
  expect((await deploy(shop, { options: withTasks({ migrate }) })).outcome).toBe('succeeded');
  expect(warnings(shop)).toEqual([expect.stringMatching(/logs:GetLogEvents.*see: aws logs tail \/shop\/api/)]);
  expect(progress(shop)).toContainEqual(expect.stringMatching(/^ended with exit code 0/));
});
