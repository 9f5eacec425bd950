import { reduceReport } from '@funade/core';
import { expect, test } from 'vitest';
import { errorOf, eventLog, planFor } from '../../test/builders.ts';
import { renderSummary } from './render-summary.ts';

test('every target succeeded', () => {
  const plan = planFor(['api', 'worker']);
  const log = eventLog(plan);
  log.start();
  for (const { id } of plan.steps) {
    log.started(id);
    log.succeeded(id);
  }
  log.finish();
  expect(renderSummary(reduceReport(plan, log.events))).toMatchInlineSnapshot(`
    "✔ api@production     succeeded  v1.1.0 → v1.2.0 (minor)  11 s
    ✔ worker@production  succeeded  v1.1.0 → v1.2.0 (minor)  17 s
    production: 2 succeeded in 19 s
    "
  `);
});

test('one rolled back with its reason and hint, one unchanged, with a warning', () => {
  const base = planFor(['api', 'web']);
  const plan = {
    ...base,
    targets: base.targets.map((target, index) => (index === 0 ? target : { ...target, steps: [], version: null })),
  };
  const log = eventLog(plan);
  log.start();
  for (const { id } of plan.steps.slice(0, 5)) log.succeeded(id);
  log.started(log.id('ecs.wait-for-rollout'));
  log.warned(log.id('ecs.wait-for-rollout'), 'the service runs no tasks, so nothing was proven healthy');
  log.later(84_000);
  const message = 'ECS rolled deployment ecs-svc/42 back';
  log.failed(
    log.id('ecs.wait-for-rollout'),
    errorOf({ code: 'ECS_ROLLED_BACK', message, because: ['tasks failed to start'] }),
    'rolled-back',
  );
  log.finish();
  expect(renderSummary(reduceReport(plan, log.events))).toMatchInlineSnapshot(`
    "✖ api@production  rolled back  v1.1.0 → v1.2.0 (minor)  1 min 26 s
      wait for the rollout of api: ECS rolled deployment ecs-svc/42 back (ECS_ROLLED_BACK)
      because: tasks failed to start
      hint: create it, or write another name under \`ecs.cluster\`
    = web@production  unchanged
    warning: api@production: the service runs no tasks, so nothing was proven healthy
    production: 1 unchanged, 1 rolled back in 1 min 33 s
    "
  `);
});

test('a broken shared image is told once', () => {
  const plan = planFor(['api', 'worker']);
  const log = eventLog(plan);
  const build = log.id('ecr.build-image', 'shop/api@production');
  log.start();
  log.started(build);
  const message = 'the build of shop/api:v1.2.0 failed with exit code 1\nRUN npm ci\nnpm error code E404';
  log.failed(build, errorOf({ code: 'ECR_BUILD_FAILED', message, hint: null }));
  for (const step of plan.steps) if (step.id !== build && step.phase !== 'session') log.skipped(step.id, build);
  log.finish();
  expect(renderSummary(reduceReport(plan, log.events))).toMatchInlineSnapshot(`
    "✖ api@production     failed  v1.1.0 → v1.2.0 (minor)  1 s
      build image shop/api:v1.2.0: the build of shop/api:v1.2.0 failed with exit code 1 (ECR_BUILD_FAILED)
        RUN npm ci
        npm error code E404
    ✖ worker@production  failed  v1.1.0 → v1.2.0 (minor)  1 s
      build image shop/api:v1.2.0 failed, as for api@production
    production: 2 failed in 10 s
    "
  `);
});

test('interrupted', () => {
  const plan = planFor(['api']);
  const log = eventLog(plan);
  const role = log.id('aws.assume-role', 'production');
  log.start();
  log.started(role);
  log.interrupted('SIGINT');
  log.failed(role, errorOf({ code: 'INTERRUPTED', category: 'interrupted' }), 'cancelled');
  for (const step of plan.steps.slice(1)) log.skipped(step.id, null);
  log.finish();
  expect(renderSummary(reduceReport(plan, log.events))).toMatchInlineSnapshot(`
    "! api@production  cancelled  v1.1.0 → v1.2.0 (minor)  2 s
    production: 1 cancelled in 9 s
    "
  `);
});

test.each([
  ['deployment', 'interrupted (continues in ECS)'],
  ['rollback', 'interrupted (being rolled back by ECS)'],
] as const)('interrupted while a %s goes on in ECS', (goesOn, word) => {
  const plan = planFor(['api', 'worker']);
  const log = eventLog(plan);
  log.start();
  log.started(log.id('ecs.wait-for-rollout'));
  log.interrupted('SIGINT');
  const error = { ...errorOf({ code: 'WATCH_INTERRUPTED', category: 'interrupted' }), goesOn };
  log.failed(log.id('ecs.wait-for-rollout'), error, 'cancelled');
  log.skipped(log.id('ecs.update-service', 'worker@production'), null);
  log.finish();
  const text = renderSummary(reduceReport(plan, log.events));
  expect(text).toContain(`! api@production     ${word}  v1.1.0`);
  expect(text).toMatch(/^! worker@production +cancelled/m);
  expect(text).toContain(`production: 1 ${word}, 1 cancelled in `);
});

/** A run in which every service failed, for one of two reasons. */
function failedRun(services: readonly string[]) {
  const plan = planFor(services);
  const log = eventLog(plan);
  log.start();
  services.forEach((service, index) => {
    const id = log.id('ecs.wait-for-rollout', `${service}@production`);
    const because =
      index % 5 === 4
        ? [`service ${service} was unable to place a task`]
        : [
            'container.exit: Essential container in task exited\ncontainer app: exit code 1\n| Error: DATABASE_URL is not set',
          ];
    log.started(id);
    log.failed(
      id,
      errorOf({
        code: 'ROLLOUT_FAILED',
        message: `deployment ecs-svc/${4_200_000_000 + index} of ${service} failed`,
        because,
        hint: 'see its log',
      }),
    );
  });
  log.finish();
  return reduceReport(plan, log.events);
}

test('of many failed services it tells first which failed for what', () => {
  const services = Array.from({ length: 20 }, (_, index) => `svc-${index + 1}`);
  const text = renderSummary(failedRun(services), undefined, 100);
  const [, overview = ''] = text.split(/^✖ svc-20@.*\n/m);
  expect(overview.slice(0, overview.indexOf('svc-1@production'))).toMatchInlineSnapshot(`
    "
    16 × container.exit: Essential container in task exited (ROLLOUT_FAILED)
      svc-1, svc-2, svc-3, svc-4, svc-6, svc-7, svc-8, svc-9, svc-11, svc-12, svc-13, svc-14, svc-16,
      svc-17, svc-18, svc-19

    4 × service … was unable to place a task (ROLLOUT_FAILED)
      svc-5, svc-10, svc-15, svc-20

    "
  `);
  expect(
    text
      .split('\n')
      .slice(0, 20)
      .every((line) => line.startsWith('✖ svc-')),
  ).toBe(true);
  expect(text.trimEnd().split('\n').at(-1)).toMatch(/^production: 20 failed in /);
});

test.each([40, 80, 120])('in %d columns no word is broken and nothing is left out', (width) => {
  const report = failedRun(['checkout', 'payments-worker']);
  const text = renderSummary(report, undefined, width);
  expect(text.split('\n').filter((line) => line.length > width)).toEqual([]);
  const wordsOf = (shown: string) =>
    shown
      .split(/\s+/)
      .filter((word) => word !== '')
      .join(' ');
  expect(wordsOf(text)).toBe(wordsOf(renderSummary(report)));
  if (width === 40)
    expect(text).toMatchInlineSnapshot(`
      "✖ checkout@production  failed
        v1.1.0 → v1.2.0 (minor)  1 s
        wait for the rollout of checkout:
          deployment ecs-svc/4200000000 of
          checkout failed (ROLLOUT_FAILED)
        because: container.exit: Essential
                   container in task exited
                 container app: exit code 1
                 | Error: DATABASE_URL is
                   not set
        hint: see its log
      ✖ payments-worker@production  failed
        v1.1.0 → v1.2.0 (minor)  1 s
        wait for the rollout of
          payments-worker: deployment
          ecs-svc/4200000001 of
          payments-worker failed
          (ROLLOUT_FAILED)
        because: container.exit: Essential
                   container in task exited
                 container app: exit code 1
                 | Error: DATABASE_URL is
                   not set
        hint: see its log
        more: funade explain ROLLOUT_FAILED
      production: 2 failed in 5 s
      "
    `);
});

test.each([0, 60])('what continues is said, with how to see its end, in %d columns', (width) => {
  const plan = planFor(['api']);
  const log = eventLog(plan);
  log.start();
  for (const { id } of plan.steps.slice(0, -1)) log.succeeded(id);
  const wait = log.id('ecs.wait-for-rollout');
  log.started(wait);
  log.goesOn(
    wait,
    'deployment ecs-svc/42 of api is at BAKE_TIME and continues in ECS; `funade watch production` waits',
  );
  log.finish();
  expect(renderSummary(reduceReport(plan, log.events), undefined, width)).toMatchSnapshot();
});
