import { isEarlier, isJsonObject, reduceReport } from '@funade/core';
import { buildDefinition, buildPlugin } from '@funade/core/testing';
import { expect, test } from 'vitest';
import { errorOf, eventLog, planFor } from '../../test/builders.ts';
import { renderInterruptedState, stepOutputs } from './interrupted-state.ts';

const plugins = [
  buildPlugin('ecs', {
    steps: [
      buildDefinition('ecs.update-service', () => null, {
        goesOn: (output) =>
          `deployment ${isJsonObject(output) ? output.deploymentId : ''} was started and continues in ECS`,
      }),
    ],
  }),
];

test('tells which deployments go on, which call was cut off and which services were not touched', () => {
  const plan = planFor(['api', 'worker', 'web', 'done', 'back']);
  const log = eventLog(plan);
  const interrupted = errorOf({ code: 'INTERRUPTED', category: 'interrupted' });
  log.start();
  for (const step of plan.steps) if (isEarlier(step.phase, 'register')) log.succeeded(step.id);
  log.succeeded(log.id('ecs.register-task-definition'));
  log.succeeded(log.id('ecs.update-service'), { deploymentId: 'ecs-svc/42' });
  log.started(log.id('ecs.wait-for-rollout'));
  log.succeeded(log.id('ecs.register-task-definition', 'worker@production'));
  log.started(log.id('ecs.update-service', 'worker@production'));
  for (const step of plan.steps) if (step.label === 'done@production') log.succeeded(step.id);
  log.interrupted('SIGINT');
  log.skipped(log.id('ecs.wait-for-rollout', 'worker@production'), null);
  log.failed(log.id('ecs.wait-for-rollout'), interrupted, 'cancelled');
  log.succeeded(log.id('ecs.update-service', 'back@production'), { deploymentId: 'ecs-svc/43' });
  const requested = {
    code: 'ROLLBACK_REQUESTED',
    goesOn: 'rollback' as const,
    message: 'deployment ecs-svc/43 is being rolled back by ECS',
  };
  log.failed(log.id('ecs.wait-for-rollout', 'back@production'), errorOf(requested), 'cancelled');
  log.failed(log.id('ecs.update-service', 'worker@production'), interrupted, 'cancelled');
  for (const step of plan.steps) if (step.label === 'web@production') log.skipped(step.id, null);
  log.finish();
  const report = reduceReport(plan, log.events);
  expect(renderInterruptedState(report, { outputs: stepOutputs(log.events), plugins })).toMatchInlineSnapshot(`
    "interrupted; current state:
      api@production: deployment ecs-svc/42 was started and continues in ECS; \`funade watch production --service api\` waits for it, \`funade abort production --service api\` rolls it back
      worker@production: update service worker was interrupted; \`funade status production --service worker\` shows whether ECS received it
      web@production: the service was not touched
      back@production: deployment ecs-svc/43 is being rolled back by ECS; \`funade watch production --service back\` waits for it
    "
  `);
});

test('a service whose creation was cut off may be there', () => {
  const plan = planFor(['api']);
  const kind = 'ecs.create-service';
  const steps = plan.steps.map((step) => (step.kind === 'ecs.update-service' ? { ...step, kind } : step));
  const creating = {
    ...plan,
    steps: steps.map((step) => ({ ...step, title: step.title.replace('update', 'create') })),
  };
  const log = eventLog(creating);
  log.start();
  log.started(log.id('ecs.update-service'));
  log.interrupted('SIGINT');
  log.failed(log.id('ecs.update-service'), errorOf({ code: 'AWS_ABORTED', category: 'interrupted' }), 'cancelled');
  log.finish();
  expect(
    renderInterruptedState(reduceReport(creating, log.events), { outputs: stepOutputs(log.events), plugins }),
  ).toContain(
    'api@production: create service api was interrupted; `funade status production --service api` shows whether ECS received it',
  );
});

test('a one-off task that goes on is found by the next run of the release', () => {
  const plan = planFor(['api']);
  const log = eventLog(plan);
  log.start();
  log.succeeded(log.id('ecs.update-service'), { deploymentId: 'ecs-svc/42' });
  log.started(log.id('ecs.wait-for-rollout'));
  log.interrupted('SIGINT');
  const cancelled = errorOf({
    code: 'TASK_CANCELLED',
    category: 'interrupted',
    message: 'task api/migrate (0a1b2c) continues in ECS',
    hint: 'the next run of this release finds it',
  });
  log.failed(log.id('ecs.wait-for-rollout'), cancelled, 'cancelled');
  log.finish();
  expect(
    renderInterruptedState(reduceReport(plan, log.events), { outputs: stepOutputs(log.events), plugins }),
  ).toContain('api@production: task api/migrate (0a1b2c) continues in ECS; the next run of this release finds it\n');
});

test('an operation tells what goes on without it', () => {
  const plan = planFor(['api']);
  const wait = plan.steps.filter((step) => step.kind === 'ecs.wait-for-rollout');
  const watching = {
    ...plan,
    steps: wait,
    targets: plan.targets.map((target) => ({ ...target, steps: wait.map(({ id }) => id) })),
  };
  const log = eventLog(watching);
  log.start();
  const error = errorOf({
    code: 'WATCH_INTERRUPTED',
    goesOn: 'deployment',
    message: 'stopped watching api: deployment ecs-svc/7 continues in ECS',
  });
  log.failed(log.id('ecs.wait-for-rollout'), error, 'cancelled');
  log.interrupted('SIGTERM');
  log.finish();
  expect(
    renderInterruptedState(reduceReport(watching, log.events), { outputs: stepOutputs(log.events), plugins }),
  ).toMatchInlineSnapshot(`
    "interrupted; current state:
      api@production: stopped watching api: deployment ecs-svc/7 continues in ECS; \`funade watch production --service api\` waits for it, \`funade abort production --service api\` rolls it back
    "
  `);
});
