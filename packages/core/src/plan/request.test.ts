import { expect, test } from 'vitest';
import { buildPlan, buildStep } from '../testing/builders.ts';
import { requestOf } from './request.ts';

const step = buildStep('ecs.update:api@production');

test('the request of a plan has what the plan was made for, and what it does not say is not there', () => {
  const { project, environment, release, targets, allow, ...plan } = buildPlan([step]);
  const common = { project, environment, release, targets, allow };
  expect(requestOf({ ...common, ...plan })).toStrictEqual(common);
  const more = { lookups: [], lineage: {}, revisions: {} };
  expect(requestOf({ ...common, ...plan, ...more })).toStrictEqual({ ...common, ...more });
});
