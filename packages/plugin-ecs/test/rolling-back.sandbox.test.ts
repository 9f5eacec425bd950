import { expect, test } from 'vitest';
import { deploy, errorOf, onceRolling, progress } from './deploy.ts';
import { type Shop, startShop } from './shop.ts';

const brokenImage = { behaviours: [{ match: { image: '*v1.2.0*' }, becomes: 'image-missing' }] };
const breaker = { deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } } };
const patient = { options: { wait: { failFast: 0 } } };

/** What the run told from the first word of a rollback on, events and reasons apart. */
function toldOfRollback(shop: Shop): readonly string[] {
  const told = progress(shop).filter((message) => /^roll|^(?!\().*running/.test(message));
  return told.slice(told.findIndex((message) => message.startsWith('rolling back')));
}

test('a rollback by ECS is told as one: why, and how many tasks of before run', async () => {
  await using shop = await startShop({ service: breaker, region: brokenImage });
  const { error } = await deploy(shop, patient);
  const told = toldOfRollback(shop);
  expect(told[0]).toMatch(/^rolling back \(ECS's circuit breaker, image\.missing\) to api:1: 2\/2 previous running/);
  expect(told.at(-1)).toMatch(/^rolled back \(ECS's circuit breaker, image\.missing\) to api:1: 2\/2 previous running/);
  expect(told.filter((message) => !message.startsWith('roll'))).toEqual([]);
  expect(error?.message).toMatch(
    /^deployment ecs-svc\/\d+ of api was rolled back by ECS's circuit breaker \(3 failed tasks, threshold 3\): ecs-svc\/\d+ is serving api:1 again, not api:2$/,
  );
});

test.each(['by ECS', 'by an update'])('a rollback of ours %s is told as one', async (how) => {
  await using shop = await startShop({ region: brokenImage });
  if (how === 'by an update')
    shop.sandbox.faults.always('ecs.StopServiceDeployment', { code: 'AccessDeniedException' });
  expect((await deploy(shop)).error?.code).toBe('ROLLED_BACK');
  const told = toldOfRollback(shop);
  expect(told[0]).toMatch(/^rolling back \(image\.missing\).*: \d+(\/2)? previous running/);
  expect(told.at(-1)).toMatch(/^rolled back \(image\.missing\) to api:1: \d+(\/2)? previous running/);
  expect(told.filter((message) => !message.startsWith('roll'))).toEqual([]);
});

test('a wait whose time ends during a rollback says so', async () => {
  await using shop = await startShop({
    region: { behaviours: [{ match: { image: '*v1.2.0*' }, becomes: 'image-missing' }], timings: { completion: 3600 } },
  });
  const { error } = await deploy(shop, { options: { wait: { budget: '5m' } } });
  expect(error?.message).toMatch(
    /is not done after 5m: rolling back \(image\.missing\).* to api:1: \d+(\/2)? previous running/,
  );
});

test('the error of a rollout names what was asked for, what serves, and what ECS counted', async () => {
  await using shop = await startShop({ service: breaker, region: brokenImage });
  const report = await shop.apply(await shop.plan(patient));
  expect(report.targets[0]?.error?.details).toMatchObject({
    requested: 'api:2',
    serving: { id: expect.stringMatching(/^ecs-svc\/\d+$/), taskDefinition: 'api:1' },
    deployments: expect.arrayContaining([
      expect.objectContaining({ status: 'PRIMARY', taskDefinition: 'api:1', running: 2 }),
    ]),
    serviceDeployment: expect.stringContaining(':service-deployment/shop/api/'),
    circuitBreaker: { failureCount: 3, threshold: 3 },
    alarms: [],
  });
});

test('the alarms that fired are named', async () => {
  const alarms = { alarmNames: ['errors'], enable: true, rollback: true };
  await using shop = await startShop({ service: { deploymentConfiguration: { alarms } }, region: brokenImage });
  const { error } = await deploy(
    shop,
    patient,
    onceRolling(() => shop.sandbox.ecs.setAlarm('errors', 'ALARM')),
  );
  expect(error?.message).toContain(' was rolled back by the alarm errors: ');
  expect(error?.details).toMatchObject({ by: 'alarm', alarms: ['errors'] });
  expect(progress(shop)).toContainEqual(expect.stringMatching(/^roll(ing|ed) back \(the alarm errors.*\) to api:1: /));
});

test.each([
  ['stop', /failed: \d+ of its tasks .*; it was stopped midway; ecs-svc\/\d+ is serving api:1, not api:2$/],
  ['leave', /failed: \d+ of its tasks .*; ECS continues it; ecs-svc\/\d+ is serving api:1, not api:2$/],
] as const)('a rollout that failed says what serves, with onFailure: %s', async (onFailure, text) => {
  await using shop = await startShop({ region: brokenImage });
  await deploy(shop, { options: { onFailure } });
  expect(errorOf(shop)?.message).toMatch(text);
  expect(errorOf(shop)?.details).toMatchObject({ requested: 'api:2', serving: { taskDefinition: 'api:1' } });
});

test('a breaker that stops tells its count', async () => {
  const stopping = { deploymentCircuitBreaker: { enable: true, rollback: false } };
  await using shop = await startShop({ service: { deploymentConfiguration: stopping }, region: brokenImage });
  const { error } = await deploy(shop, patient);
  expect(error?.message).toMatch(
    / of api failed \(3 failed tasks, threshold 3\); ECS has stopped it; ecs-svc\/\d+ is /,
  );
});
