import { stripVTControlCharacters } from 'node:util';
import { isEarlier, type RunEvent } from '@funade/core';
import { expect, test } from 'vitest';
import { errorOf, eventLog, memoryOutput, noon, planFor } from '../../../test/builders.ts';
import { plain } from '../../render/style.ts';
import { listDisplay } from './list.ts';

/** A list on a terminal that keeps what stands on it, drawn when asked. */
function listOn(services: readonly string[], size = { columns: 100, rows: 40 }) {
  const plan = planFor(services);
  const output = memoryOutput({ isTTY: true, ...size });
  const time = { now: noon };
  let tick = (): void => undefined;
  const reporter = listDisplay({
    plan,
    output,
    style: plain,
    clock: { now: () => time.now, monotonic: () => time.now, sleep: async () => undefined },
    every: (_ms, draw) => {
      tick = draw;
      return () => undefined;
    },
  });
  return {
    plan,
    output,
    feed: (events: readonly RunEvent[]): void => {
      for (const event of events) {
        time.now = event.at;
        reporter.event(event);
      }
    },
    /** Lets listr2 start what it starts, then draws a frame. */
    frame: async (): Promise<string> => {
      await new Promise((resolve) => setImmediate(resolve));
      const before = output.text().length;
      tick();
      return stripVTControlCharacters(output.text().slice(before)).replaceAll('\r', '');
    },
    later: (ms: number): void => {
      time.now += ms;
    },
    end: () => reporter.end(),
  };
}

test('every target and step is there from the start', async () => {
  const list = listOn(['api', 'worker']);
  expect(await list.frame()).toMatchInlineSnapshot(`
    "· api@production
      · assume role deploy
      · build image shop/api:v1.2.0
      · push image shop/api:v1.2.0
      · register task definition
      · update service
      · wait for the rollout
    · worker@production
      · assume role deploy
      · build image shop/api:v1.2.0
      · push image shop/api:v1.2.0
      · register task definition
      · update service
      · wait for the rollout
    "
  `);
  await list.end();
});

test('a run as it goes on, and its last frame stays', async () => {
  const list = listOn(['api', 'worker']);
  const log = eventLog(list.plan);
  const shared = list.plan.steps.filter(({ phase }) => isEarlier(phase, 'register'));
  log.start();
  for (const { id } of shared) {
    log.started(id);
    log.succeeded(id);
  }
  log.started(log.id('ecs.register-task-definition'));
  log.succeeded(log.id('ecs.register-task-definition'));
  log.started(log.id('ecs.update-service'));
  log.progress(log.id('ecs.update-service'), 'sent');
  log.started(log.id('ecs.register-task-definition', 'worker@production'));
  log.failed(log.id('ecs.register-task-definition', 'worker@production'), errorOf());
  log.skipped(
    log.id('ecs.update-service', 'worker@production'),
    log.id('ecs.register-task-definition', 'worker@production'),
  );
  log.interrupted('SIGINT');
  list.feed(log.events);
  expect(await list.frame()).toMatchInlineSnapshot(`
    "⠋ api@production
      ✔ assume role deploy
      ✔ build image shop/api:v1.2.0
      ✔ push image shop/api:v1.2.0
      ✔ register task definition
      ⠋ update service  sent
      · wait for the rollout
    ✖ worker@production
      ✔ assume role deploy
      ✔ build image shop/api:v1.2.0
      ✔ push image shop/api:v1.2.0
      ✖ register task definition  cluster "shop" does not exist in ap-northeast-1 of 222222222222
      ↓ update service  register task definition worker failed
      · wait for the rollout
    interrupted by SIGINT: stopping; repeat it to stop immediately
    "
  `);
  await list.end();
  expect(list.output.text().endsWith('\u001b[?25h')).toBe(true);
});

test('a wait shows its state, the time that is left as it goes by, and the latest news', async () => {
  const list = listOn(['api']);
  const log = eventLog(list.plan);
  const wait = log.id('ecs.wait-for-rollout');
  for (const { id } of list.plan.steps) if (id !== wait) log.started(id);
  for (const { id } of list.plan.steps) if (id !== wait) log.succeeded(id);
  log.started(wait);
  log.progress(wait, '0/2 running; 2 old running', { until: noon + 900_000 });
  log.progress(wait, '(service api) has started 2 tasks', { event: 'e1' });
  list.feed(log.events);
  const waiting = (frame: string): string => frame.split('\n').find((line) => line.includes('rollout')) ?? '';
  expect(waiting(await list.frame())).toMatchInlineSnapshot(
    `"  ⠋ wait for the rollout  0/2 running; 2 old running; 14 min 48 s left · has started 2 tasks"`,
  );
  list.later(61_000);
  expect(waiting(await list.frame())).toMatchInlineSnapshot(
    `"  ⠙ wait for the rollout  0/2 running; 2 old running; 13 min 47 s left · has started 2 tasks · 1 mi…"`,
  );
  log.succeeded(wait);
  list.feed(log.events.slice(-1));
  expect(waiting(await list.frame())).toMatchInlineSnapshot(`"  ✔ wait for the rollout"`);
  await list.end();
});

test('events that come before listr2 has started its tasks are not lost', async () => {
  const list = listOn(['api']);
  const log = eventLog(list.plan);
  for (const { id } of list.plan.steps) {
    log.started(id);
    log.succeeded(id);
  }
  list.feed(log.events);
  const frame = await list.frame();
  expect(frame.match(/✔/g)?.length).toBe(7);
  await list.end();
});

test('a hundred targets with a thousand events each take as many frames as are asked for', async () => {
  const list = listOn(Array.from({ length: 100 }, (_, index) => `service-${index}`));
  const log = eventLog(list.plan);
  for (const { id } of list.plan.steps) log.started(id);
  for (let poll = 0; poll < 100; poll += 1) {
    for (const { id } of list.plan.steps) log.progress(id, `poll ${poll}`);
  }
  await list.frame();
  const before = list.output.text().length;
  const start = process.cpuUsage();
  list.feed(log.events);
  const { user, system } = process.cpuUsage(start);
  expect(list.output.text().length).toBe(before);
  // Thirty thousand events; the limit leaves room for a loaded machine.
  expect((user + system) / 1000).toBeLessThan(3000);
  await list.end();
});

test('a stage says when it ends', async () => {
  const list = listOn(['api'], { columns: 140, rows: 40 });
  const log = eventLog(list.plan);
  const wait = log.id('ecs.wait-for-rollout');
  log.start();
  log.started(wait);
  const data = { until: noon + 3_600_000, stageUntil: noon + 602_000 };
  log.progress(wait, 'BAKE_TIME (traffic 100% new): 2/2 running', data);
  list.feed(log.events);
  expect(await list.frame()).toContain('BAKE_TIME (traffic 100% new): 2/2 running; stage ends in 10 min');
  await list.end();
});
