import { reduceReport } from '@funade/core';
import { expect, test } from 'vitest';
import { errorOf, eventLog, planFor } from '../test/builders.ts';
import { renderWorldState, stepOutputs } from './world-state.ts';

test('tells which deployments go on, which call was cut off and which services were not touched', () => {
  const plan = planFor(['api', 'worker', 'web', 'done']);
  const log = eventLog(plan);
  const interrupted = errorOf({ code: 'INTERRUPTED', category: 'interrupted' });
  log.start();
  for (const step of plan.steps) if (step.subject.type !== 'service') log.succeeded(step.id);
  log.succeeded(log.id('ecs.register-task-definition'));
  log.succeeded(log.id('ecs.update-service'), { deploymentId: 'ecs-svc/42' });
  log.started(log.id('ecs.wait-for-rollout'));
  log.succeeded(log.id('ecs.register-task-definition', 'worker@production'));
  log.started(log.id('ecs.update-service', 'worker@production'));
  for (const step of plan.steps) if (step.subject.name === 'done@production') log.succeeded(step.id);
  log.interrupted('SIGINT');
  log.skipped(log.id('ecs.wait-for-rollout', 'worker@production'), null);
  log.failed(log.id('ecs.wait-for-rollout'), interrupted, 'cancelled');
  log.failed(log.id('ecs.update-service', 'worker@production'), interrupted, 'cancelled');
  for (const step of plan.steps) if (step.subject.name === 'web@production') log.skipped(step.id, null);
  log.finish();
  const report = reduceReport(plan, log.events);
  expect(renderWorldState(report, stepOutputs(log.events))).toMatchInlineSnapshot(`
    "what was interrupted, and how it stands:
      api@production: deployment ecs-svc/42 was started and goes on without us; look at the service before deploying again
      worker@production: update service worker was cut off; look at the service to see whether it arrived
      web@production: the service was not touched
    "
  `);
});
