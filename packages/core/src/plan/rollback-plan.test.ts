import { expect, test } from 'vitest';
import { ref } from '../model/ref.ts';
import type { StepId } from '../model/step.ts';
import { applyPlan } from '../run/apply-plan.ts';
import { buildContext, buildDefinition, buildPlan, buildPlugin, buildStep } from '../testing/builders.ts';
import { parsePlan } from './parse-plan.ts';
import { rollbackPlan } from './rollback-plan.ts';

const session = buildStep('aws.session:production');
const forward = (name: string) => buildStep(`ecs.update:${name}@production`, { needs: [session.id] });
const stop = (name: string) =>
  buildStep(`ecs.stop:${name}@production`, {
    needs: [session.id],
    input: { deployment: ref(forward(name).id, 'deploymentId') },
    undoes: forward(name).id,
  });
const wait = (name: string) =>
  buildStep(`ecs.wait:${name}@production`, { needs: [session.id, stop(name).id], undoes: forward(name).id });
const plan = buildPlan([session, forward('api'), forward('web')], {
  rollback: [session, stop('api'), wait('api'), stop('web'), wait('web')],
});
const createdAt = '2026-11-23T00:00:00.000Z';
const outputs = new Map<StepId, { readonly deploymentId: string }>([
  [forward('api').id, { deploymentId: 'd-api' }],
  [forward('web').id, { deploymentId: 'd-web' }],
]);

test('the rollback of some targets is a plan of its own, with what the forward steps returned', () => {
  const back = rollbackPlan(plan, { targets: ['api@production'], outputs, createdAt });
  expect(back.steps.map(({ id, input }) => [id, input])).toEqual([
    ['aws.session:production', null],
    ['ecs.stop:api@production', { deployment: 'd-api' }],
    ['ecs.wait:api@production', null],
  ]);
  expect(back.targets).toMatchObject([{ id: 'api@production', steps: back.steps.map(({ id }) => id) }]);
  expect(back.id).not.toBe(plan.id);
  expect(parsePlan(JSON.stringify(back))).toEqual(back);
});

test('what did not happen is not undone', () => {
  const some = new Map([...outputs].slice(1));
  const back = rollbackPlan(plan, { targets: ['api@production', 'web@production'], outputs: some, createdAt });
  expect(back.steps.map(({ id }) => id)).toEqual([
    'aws.session:production',
    'ecs.stop:web@production',
    'ecs.wait:web@production',
  ]);
  expect(parsePlan(JSON.stringify(back))).toEqual(back);
});

test('nor is what refers to a step that is left out for that', () => {
  const after = buildStep('ecs.check:api@production', {
    input: ref(stop('api').id, 'state'),
    undoes: forward('api').id,
  });
  const longer = buildPlan([session, forward('api')], { rollback: [session, stop('api'), after] });
  expect(rollbackPlan(longer, { targets: ['api@production'], outputs: new Map(), createdAt }).steps).toEqual([]);
});

test('the same loop applies the rollback', async () => {
  const definitions = ['aws.session', 'ecs.stop', 'ecs.wait'].map((kind) => buildDefinition(kind));
  const back = rollbackPlan(plan, { targets: ['web@production'], outputs, createdAt });
  const report = await applyPlan(back, buildContext(), {
    plugins: [buildPlugin('test', { steps: definitions })],
    runId: 'run-2',
  });
  expect(report.outcome).toBe('succeeded');
});

test('a target that the plan does not have is refused', () => {
  expect(() => rollbackPlan(plan, { targets: ['db@production'], outputs, createdAt })).toThrowError(
    'the plan has no target db@production',
  );
});

test('what belongs to several targets is undone when all of them are rolled back', () => {
  const both = ['api@production', 'web@production'] as const;
  const shared = buildStep('ecs.share:both', { phase: 'before-rollout', targets: both, needs: [session.id] });
  const unshare = buildStep('ecs.unshare:both', { phase: 'before-rollout', targets: both, undoes: shared.id });
  const sharing = buildPlan([session, shared, forward('api'), forward('web')], { rollback: [unshare] });
  const done = new Map([[shared.id, {}]]);
  const stepsFor = (targets: readonly (typeof both)[number][]) =>
    rollbackPlan(sharing, { targets, outputs: done, createdAt }).steps.map(({ id }) => id);
  expect(stepsFor(['api@production'])).toEqual([]);
  expect(stepsFor(both)).toEqual([unshare.id]);
});
