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
