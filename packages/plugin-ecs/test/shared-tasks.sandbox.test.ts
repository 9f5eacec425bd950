import { expect, test } from 'vitest';
import { deploy, errorOf } from './deploy.ts';
import type { Shop } from './shop.ts';
import { goesWell, migrate, oneOffs, startTaskShop, withTasks } from './task-shop.ts';

const services = ['api', 'worker', 'web'] as const;

/** Options of `api`, which has the migration, of `worker`, which waits for it, and of `web`, which has nothing to do with it. */
const each: Readonly<Record<string, object>> = {
  api: withTasks({ migrate }),
  worker: { needs: ['api/migrate'] },
  web: {},
};

/** A plan in which each service has options of its own. */
async function planEach(shop: Shop, options = each, chosen: readonly string[] = services) {
  return shop.plan({ services: chosen, optionsOf: (service: string) => options[service] ?? {} });
}

test('a task that several services wait for runs once, before any of them changes', async () => {
  await using shop = await startTaskShop(goesWell, { services });
  const plan = await planEach(shop);
  const run = plan.steps.find(({ kind }) => kind === 'ecs.wait-for-task');
  expect(run?.targets).toEqual(['api@production', 'worker@production']);
  const report = await shop.apply(plan);
  expect([report.outcome, errorOf(shop)]).toEqual(['succeeded', null]);
  const [task] = oneOffs(shop);
  expect(oneOffs(shop)).toHaveLength(1);
  const updated = shop.sandbox
    .requests('ecs.UpdateService')
    .map(({ body, at }) => [(body as { service: string }).service, at]);
  for (const [service, at] of updated) {
    if (service !== 'web') expect(Number(at)).toBeGreaterThanOrEqual(Number(task?.stoppedAt) * 1000);
  }
  // Every service that waited for it records it.
  for (const { service, deployments } of await shop.history()) {
    const recorded = service === 'web' ? undefined : [{ name: 'api/migrate', state: 'succeeded' }];
    if (recorded === undefined) expect(deployments[0]?.tasks).toBeUndefined();
    else expect(deployments[0]?.tasks).toMatchObject(recorded);
  }
});

test('when it fails none of them changes, and the others do', async () => {
  await using shop = await startTaskShop(
    { match: { startedBy: 'funade/*' }, becomes: { type: 'exits', code: 1, afterSeconds: 1 } },
    { services },
  );
  const report = await shop.apply(await planEach(shop));
  expect(report.targets.map(({ id, outcome }) => [id, outcome])).toEqual([
    ['api@production', 'failed'],
    ['worker@production', 'failed'],
    ['web@production', 'succeeded'],
  ]);
  expect(shop.calls('UpdateService').map(({ service }) => service)).toEqual(['web']);
});

test('it runs for a service that needs it also when its own service does not change', async () => {
  await using shop = await startTaskShop(goesWell, { services });
  await deploy(shop, { services: ['api'] });
  const plan = await planEach(shop);
  expect(plan.steps.find(({ kind }) => kind === 'ecs.run-task')?.targets).toEqual(['worker@production']);
  expect((await shop.apply(plan)).outcome).toBe('succeeded');
  expect(oneOffs(shop)).toHaveLength(1);
});

test('a service whose task is not part of the plan is deployed with a warning', async () => {
  await using shop = await startTaskShop(goesWell, { services });
  const plan = await planEach(shop, each, ['worker']);
  expect(plan.warnings).toMatchObject([
    {
      code: 'TASK_NOT_PLANNED',
      message: 'worker@production needs task api/migrate, and api is not part of this plan: the task is not run',
    },
  ]);
  expect(plan.steps.some(({ kind }) => kind === 'ecs.run-task')).toBe(false);
});

test('everything that is wrong with tasks is told at once', async () => {
  await using shop = await startTaskShop(goesWell, { services });
  const wrong = {
    api: withTasks({
      migrate: { ...migrate, container: 'ap' },
      warm: { when: 'after', command: ['x'.repeat(9000)] },
    }),
    worker: { needs: ['api/migrat', 'api/warm'] },
  };
  await expect(planEach(shop, wrong)).rejects.toMatchObject({
    code: 'TASKS_INVALID',
    category: 'usage',
    message: [
      'tasks cannot run as they are written:',
      'worker@production: ecs.needs: there is no task "api/migrat"; did you mean "api/migrate"? available: api/migrate',
      'worker@production: ecs.needs: task "api/warm" runs after the rollout, and nothing can wait for it',
      'api@production: ecs.tasks.migrate: there is no container "ap"; did you mean "app"? available: sidecar, app',
      'api@production: ecs.tasks.warm: command and environment are 9054 characters as overrides; ECS takes 8192',
    ].join('\n'),
  });
});
