import { errorExitCode, reduceReport, reportExitCode, signalExitCode } from '@funade/core';
import { expect, test } from 'vitest';
import { errorOf, eventLog, planFor } from './builders.ts';

test.each([
  ['usage', null, 2],
  ['refused', null, 8],
  ['failed', null, 1],
  ['internal', null, 1],
  ['interrupted', null, 130],
  ['failed', 'superseded', 4],
] as const)('an error of category %s with outcome %s exits %d', (category, outcome, code) => {
  expect(errorExitCode({ category }, outcome)).toBe(code);
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
])('%s exits %d', (signal, code) => expect(signalExitCode(signal)).toBe(code));

test.each([
  ['every target succeeded', ['succeeded', 'succeeded'], 0],
  ['one failed', ['succeeded', 'failed'], 1],
  ['rolled back', ['rolled-back', 'succeeded'], 3],
  ['a failure is worse than a rollback', ['rolled-back', 'failed'], 1],
  ['a rollback is worse than a time-out', ['timed-out', 'rolled-back'], 3],
  ['a time-out is worse than a stop', ['stopped', 'timed-out'], 6],
  ['a stop is worse than being superseded', ['superseded', 'stopped'], 5],
  ['being superseded is worse than a pause', ['paused', 'superseded'], 4],
  ['paused', ['succeeded', 'paused'], 7],
] as const)('%s', (_, outcomes, code) => {
  const plan = planFor(outcomes.map((_, index) => `service-${index}`));
  const log = eventLog(plan);
  log.start();
  for (const step of plan.steps) {
    const index = outcomes.findIndex((_, at) => step.id === log.id('ecs.wait-for-rollout', `service-${at}@production`));
    const outcome = outcomes[index] ?? 'succeeded';
    log.started(step.id);
    if (outcome === 'succeeded') log.succeeded(step.id);
    else log.failed(step.id, errorOf(), outcome);
  }
  expect(reportExitCode(reduceReport(plan, log.events))).toBe(code);
});

test('a rule that ends everything before anything was changed exits 8', () => {
  const plan = planFor(['api']);
  const log = eventLog(plan);
  log.succeeded('aws.assume-role:production');
  log.failed('ecr.build-image:shop/api@production', errorOf({ category: 'refused' }));
  expect(reportExitCode(reduceReport(plan, log.events))).toBe(8);
});

test('a build changes nothing but this machine', () => {
  const plan = planFor(['api']);
  const log = eventLog(plan);
  log.succeeded('ecr.build-image:shop/api@production');
  log.failed('ecr.push-image:shop/api@production', errorOf({ category: 'refused' }));
  expect(reportExitCode(reduceReport(plan, log.events))).toBe(8);
});

test('a rule about an image that says no after its push, before any service was touched, exits 8', () => {
  const plan = planFor(['api', 'web']);
  const log = eventLog(plan);
  log.succeeded('ecr.push-image:shop/web@production');
  log.failed('ecr.push-image:shop/api@production', errorOf({ category: 'refused' }));
  expect(reportExitCode(reduceReport(plan, log.events))).toBe(8);
});

test('a rule that says no after something was stored that nothing runs exits 8', () => {
  const plan = planFor(['api']);
  const log = eventLog(plan);
  log.succeeded('ecr.push-image:shop/api@production');
  log.succeeded(log.id('ecs.register-task-definition'));
  log.failed(log.id('ecs.update-service'), errorOf({ category: 'refused' }));
  expect(reportExitCode(reduceReport(plan, log.events))).toBe(8);
});

test('a rule that says no after something was changed exits 1', () => {
  const plan = planFor(['api', 'web']);
  const log = eventLog(plan);
  log.succeeded(log.id('ecs.update-service', 'web@production'));
  log.failed(log.id('ecs.update-service'), errorOf({ category: 'refused' }));
  expect(reportExitCode(reduceReport(plan, log.events))).toBe(1);
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
])('a run that %s interrupted exits %d, also when a target failed', (signal, code) => {
  const plan = planFor(['api', 'web']);
  const log = eventLog(plan);
  log.failed(log.id('ecs.update-service'), errorOf());
  log.interrupted(signal);
  expect(reportExitCode(reduceReport(plan, log.events))).toBe(code);
});
