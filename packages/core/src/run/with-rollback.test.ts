import { expect, test } from 'vitest';
import type { ErrorInfo } from '../model/error.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Report } from '../model/report.ts';
import { buildPlan, buildStep } from '../testing/builders.ts';
import { reduceReport } from './report.ts';
import { withRollback } from './with-rollback.ts';

const step = buildStep('ecs.update:api@production');
const plan = buildPlan([step]);
const own: ErrorInfo = { code: 'OWN', category: 'failed', message: 'own', hint: null, because: [] };

function ended(outcome: Outcome, error: ErrorInfo | null, durationMs: number | null): Report {
  const report = reduceReport(plan, []);
  const failedStep = error === null ? null : step.id;
  const [target] = report.targets;
  if (target === undefined) throw new Error('the plan has a target');
  return { ...report, targets: [{ ...target, outcome, error, failedStep, durationMs }] };
}

const standing = (target: Outcome, way: Outcome) => {
  const [now] = withRollback(plan, ended(target, own, 2000), ended(way, null, 3000)).targets;
  return [now?.outcome, now?.error?.code, now?.failedStep];
};

test.each<[Outcome, Outcome, string, string, string | null]>([
  ['failed', 'succeeded', 'rolled-back', 'OWN', step.id],
  ['failed', 'unchanged', 'rolled-back', 'OWN', step.id],
  ['cancelled', 'succeeded', 'rolled-back', 'ROLLED_BACK_WITH_RUN', null],
  ['succeeded', 'succeeded', 'rolled-back', 'ROLLED_BACK_WITH_RUN', null],
  ['succeeded', 'failed', 'failed', 'NOT_ROLLED_BACK', null],
  ['succeeded', 'skipped', 'failed', 'NOT_ROLLED_BACK', null],
  ['succeeded', 'rolled-back', 'failed', 'NOT_ROLLED_BACK', null],
  ['succeeded', 'cancelled', 'cancelled', 'NOT_ROLLED_BACK', null],
  ['succeeded', 'timed-out', 'timed-out', 'NOT_ROLLED_BACK', null],
  ['failed', 'superseded', 'superseded', 'NOT_ROLLED_BACK', null],
])('%s, and its rollback %s: %s', (...[target, way, ...now]) => {
  expect(standing(target, way)).toEqual(now);
});

test.each([
  [2000, 3000, 5000],
  [null, 3000, 3000],
  [2000, null, 2000],
  [null, null, null],
])('%j and a rollback of %j take %j', (...[forward, back, both]) => {
  const report = withRollback(plan, ended('failed', own, forward), ended('succeeded', null, back));
  expect(report.targets[0]?.durationMs).toBe(both);
});

test('a target that the rollback does not have stands as it did', () => {
  const report = ended('failed', own, 1);
  expect(withRollback(plan, report, { ...report, targets: [] }).targets).toEqual(report.targets);
});
