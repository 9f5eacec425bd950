import type { JsonObject } from '@funade/core';
import { expect, test } from 'vitest';
import { deploy, lines, progress, warnings } from './deploy.ts';
import { type Shop, startShop } from './shop.ts';

const awslogs = {
  logConfiguration: {
    logDriver: 'awslogs',
    options: { 'awslogs-group': '/shop/api', 'awslogs-region': 'ap-northeast-1', 'awslogs-stream-prefix': 'api' },
  },
};

/** Tasks of the new version become this. */
function becoming(becomes: JsonObject | string, more: JsonObject = {}): JsonObject {
  return { behaviours: [{ match: { image: '*v1.2.0*' }, becomes, ...more }] };
}

/** The stopped tasks of the new revision, oldest first. */
function dead(shop: Shop): readonly string[] {
  return shop.sandbox.ecs
    .tasks('shop/api')
    .filter(({ lastStatus, taskDefinitionArn }) => lastStatus === 'STOPPED' && String(taskDefinitionArn).endsWith(':2'))
    .map(({ taskArn }) => String(taskArn).split('/').at(-1) ?? '');
}

const logs = Array.from({ length: 30 }, (_, index) => ({ afterSeconds: 0, message: `line ${index + 1}` }));

test('a container that exits is told with its exit code, its log stream and the last twenty lines', async () => {
  await using shop = await startShop({
    container: awslogs,
    region: becoming({ type: 'exits', code: 3, afterSeconds: 1 }, { logs }),
  });
  const { outcome, error } = await deploy(shop);
  const [first] = dead(shop);
  expect(outcome).toBe('rolled-back');
  expect(error?.because).toEqual(['container.exit: Essential container in task exited']);
  expect(error?.evidence).toEqual([
    expect.stringMatching(new RegExp(`^task ${first}, and \\d+ more for the same reason$`)),
    `https://ap-northeast-1.console.aws.amazon.com/ecs/v2/clusters/shop/tasks/${first}?region=ap-northeast-1`,
    expect.stringMatching(/^container sidecar: exit code \d+$/),
    'container app: exit code 3',
    `log /shop/api api/app/${first}`,
    ...logs.slice(10).map(({ message }) => `| ${message}`),
  ]);
  expect(error?.hint).toBe('container app ended with code 3: its last log lines show why');
});

test('a cause is told once while waiting, one look after the first death, and counted from then on', async () => {
  await using shop = await startShop({ container: awslogs, region: becoming({ type: 'exits', code: 3 }, { logs }) });
  await deploy(shop, { options: { wait: { failFast: 5 } } });
  const told = shop.events.filter(
    (event) => event.type === 'step-progress' && /^task .*container\.exit/.test(event.message),
  );
  expect(told).toHaveLength(1);
  expect(lines(shop).filter((line) => line === '| line 30')).toHaveLength(1);
  const [first] = shop.sandbox.ecs.tasks('shop/api').filter(({ taskDefinitionArn, lastStatus }) => {
    return lastStatus === 'STOPPED' && String(taskDefinitionArn).endsWith(':2');
  });
  expect((told[0]?.at ?? 0) - Number(first?.stoppedAt) * 1000).toBeLessThanOrEqual(7_000);
});

test.each<[string, JsonObject | string, string, RegExp]>([
  ['image-missing', 'image-missing', 'image.missing', /not in the registry/],
  ['wrong-platform', 'wrong-platform', 'image.platform', /runtimePlatform/],
  ['no route to ECR', 'no-route', 'network.ecr', /NAT gateway/],
  ['no route to the registry', { type: 'no-route', to: 'registry' }, 'network.registry', /NAT gateway/],
  ['a denied secret', 'secret-denied', 'secret.accessDenied', /may not read .*GetSecretValue/],
  ['a missing log group', 'log-group-missing', 'log.group', /create it/],
  ['out of memory', 'out-of-memory', 'container.oom', /container app used more memory/],
  ['failed container health checks', 'container-unhealthy', 'container.unhealthy', /health check of container app/],
  ['no room', { type: 'not-placed', reason: 'capacity' }, 'placement.capacity', /no room/],
  ['a taken port', { type: 'not-placed', reason: 'port' }, 'placement.port', /dynamic ports/],
  ['a quota', { type: 'not-placed', reason: 'vcpu-limit' }, 'placement.limit', /quota/],
  [
    'words of the future',
    { type: 'fails-to-start', stoppedReason: 'Task failed to start' },
    'unknown',
    /check the task/,
  ],
])('%s is named, with one hint', async (_, ...[becomes, cause, hint]) => {
  await using shop = await startShop({
    container: { ...awslogs, healthCheck: { command: ['CMD', 'true'] } },
    region: becoming(becomes),
  });
  const { outcome, error } = await deploy(shop, { options: { wait: { budget: '5m' } } });
  expect(['rolled-back', 'timed-out']).toContain(outcome);
  expect(error?.because[0]?.split(':')[0]).toBe(cause);
  if (outcome === 'rolled-back') expect(error?.hint).toMatch(hint);
});

test('old tasks that are scaled in are nobody to blame', async () => {
  await using shop = await startShop({ container: awslogs });
  expect((await deploy(shop)).outcome).toBe('succeeded');
  expect(progress(shop).filter((message) => message.includes('stopped: '))).toEqual([]);
  expect(shop.sandbox.requests('logs.*')).toEqual([]);
});

test('who may not read logs is told where to look', async () => {
  await using shop = await startShop({
    container: awslogs,
    region: becoming({ type: 'exits', code: 3, afterSeconds: 1 }),
  });
  shop.sandbox.faults.always('logs.GetLogEvents', { code: 'AccessDeniedException', message: 'no logs for you' });
  const { outcome, error } = await deploy(shop);
  expect(outcome).toBe('rolled-back');
  expect(error?.evidence?.at(-1)).toMatch(
    /see: aws logs tail \/shop\/api --log-stream-names api\/app\/[0-9a-f]+ --region ap-northeast-1$/,
  );
});

test('a log that goes elsewhere is named', async () => {
  await using shop = await startShop({
    container: { logConfiguration: { logDriver: 'splunk', options: {} } },
    region: becoming({ type: 'exits', code: 3, afterSeconds: 1 }),
  });
  const { error } = await deploy(shop);
  expect(error?.evidence).toContain('the log of container app goes to splunk: look there');
  expect(shop.sandbox.requests('logs.*')).toEqual([]);
});

test('who may not read tasks hears it once and gets the verdict all the same', async () => {
  const deploymentCircuitBreaker = { enable: true, rollback: true };
  await using shop = await startShop({
    service: { deploymentConfiguration: { deploymentCircuitBreaker } },
    region: becoming('image-missing'),
  });
  shop.sandbox.faults.always('ecs.ListTasks', { code: 'AccessDeniedException', message: 'no tasks for you' });
  const { outcome, error } = await deploy(shop);
  expect([outcome, error?.code]).toEqual(['rolled-back', 'ROLLED_BACK']);
  expect(error?.message).toContain("by ECS's circuit breaker");
  expect(warnings(shop).filter((message) => message.startsWith('it is not known why tasks of api stop'))).toHaveLength(
    1,
  );
  expect(shop.calls('ListTasks')).toHaveLength(1);
});

test('events of before the deployment are never quoted', async () => {
  await using shop = await startShop();
  shop.sandbox.ecs.behave({ match: { image: '*v1.1.0*' }, becomes: 'image-missing', times: 2 });
  shop.sandbox.ecs.interruptTasks('shop/api');
  await shop.sandbox.clock.advance({ seconds: 30 });
  await shop.sandbox.clock.advance({ minutes: 5 });
  const before = (shop.sandbox.ecs.service('shop/api').events as readonly { message: string }[]).map(
    ({ message }) => message,
  );
  expect(before.some((message) => message.includes('CannotPull'))).toBe(true);
  expect((await deploy(shop)).outcome).toBe('succeeded');
  expect(progress(shop).filter((message) => message.includes('CannotPull'))).toEqual([]);
});

test('where stopped tasks may not be seen, the action logs of the cluster tell why, if it delivers any', async () => {
  await using shop = await startShop({
    container: awslogs,
    region: { ...becoming({ type: 'exits', code: 3, afterSeconds: 1 }), actionLogs: { shop: '/ecs/actions' } },
    service: { deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } } },
  });
  shop.sandbox.faults.always('ecs.ListTasks', { code: 'AccessDeniedException', status: 400 });
  const { outcome, error } = await deploy(shop);
  expect(outcome).toBe('rolled-back');
  expect(error?.because).toEqual(['container.exit: Essential container in task exited']);
  expect(error?.evidence).toEqual(['told by the action logs of ECS in log group /ecs/actions']);
  expect(error?.details).toMatchObject({ stopped: { cause: { class: 'container.exit' }, task: null } });
});

test('without action logs, or where they may not be read, the error says what the deployment says', async () => {
  for (const operation of ['logs.DescribeDeliverySources', 'logs.FilterLogEvents']) {
    await using shop = await startShop({
      region: { ...becoming({ type: 'exits', code: 3, afterSeconds: 1 }), actionLogs: { shop: '/ecs/actions' } },
      service: { deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } } },
    });
    shop.sandbox.faults.always('ecs.ListTasks', { code: 'AccessDeniedException', status: 400 });
    shop.sandbox.faults.always(operation, { code: 'AccessDeniedException', status: 400 });
    const { outcome, error } = await deploy(shop);
    expect([outcome, error?.evidence ?? []]).toEqual(['rolled-back', []]);
  }
});
