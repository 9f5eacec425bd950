import { expect, test } from 'vitest';
import { DeployError, errorInfo } from '../model/error.ts';
import type { RunEvent } from '../model/event.ts';
import type { Json } from '../model/json.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Plan } from '../model/plan.ts';
import type { FailurePolicy } from '../model/plan-fragment.ts';
import type { StepId } from '../model/step.ts';
import { rollbackPlan } from '../plan/rollback-plan.ts';
import { buildContext, buildDefinition, buildPlan, buildPlugin, buildStep, hearing } from '../testing/builders.ts';
import { applyPlan } from './apply-plan.ts';
import { reduceReport } from './report.ts';
import { endsRun, targetsToRollBack } from './rollback-targets.ts';
import { withRollback } from './with-rollback.ts';

const services = ['api', 'web', 'docs'] as const;

/** Each target is updated, then waited for; `docs` only after `web`, as its update comes after web's wait. */
const steps = services.flatMap((name) => {
  const update = `ecs.update:${name}@production` as StepId;
  const after = name === 'docs' ? (['ecs.wait:web@production'] as StepId[]) : [];
  return [buildStep(update, { after }), buildStep(`ecs.wait:${name}@production`, { needs: [update] })];
});
const back = services.flatMap((name) => {
  const update = `ecs.update:${name}@production` as StepId;
  const undo = `ecs.roll-back:${name}`;
  const of = { kind: 'ecs.update', phase: 'rollout', targets: [`${name}@production`], effect: 'changes' } as const;
  return [
    buildStep(undo, { ...of, label: `${name}@production`, input: 'back', undoes: update }),
    buildStep(`ecs.wait:${name}@production`, { needs: [undo], undoes: update }),
  ];
});
const forward = buildPlan(steps, { rollback: back });
const plan = {
  ...forward,
  targets: forward.targets.map((target) =>
    target.id === 'web@production' ? { ...target, onFailure: 'rollback-all' as const } : target,
  ),
};

/** `web` fails after five seconds, `api` takes a minute; the rollback of `stuck` fails. */
function plugins(stuck: string | null = null) {
  const wait = buildDefinition(
    'ecs.wait',
    async (_, { step, clock, signal }) => {
      const name = step.label;
      await clock.sleep(name === 'web@production' ? 5000 : 60_000, { signal });
      if (name === 'web@production' && !wentBack.has(name)) {
        throw new DeployError('ROLLED_BACK', 'web was rolled back', { outcome: 'rolled-back' });
      }
      return null;
    },
    { waits: true },
  );
  const wentBack = new Set<string>();
  const update = buildDefinition('ecs.update', (input, { step }) => {
    if (input === 'back') wentBack.add(step.label);
    if (input === 'back' && step.label === stuck) throw new DeployError('AWS_ACCESS_DENIED', 'not allowed');
    return { deploymentId: 'ecs-svc/1' };
  });
  return [buildPlugin('ecs', { steps: [update, wait] })];
}

async function run(stuck: string | null = null) {
  const context = buildContext();
  const events: RunEvent[] = [];
  const options = { plugins: plugins(stuck), runId: 'run-1' };
  const outputs = new Map<StepId, Json>();
  const reporters = hearing((event) => events.push(event));
  const report = await applyPlan(plan, context, { ...options, outputs, reporters });
  const targets = targetsToRollBack(plan, report);
  const way = rollbackPlan(plan, { targets, outputs, createdAt: plan.createdAt });
  const after = await applyPlan(way, context, options);
  return { report, targets, way, final: withRollback(plan, report, after), events };
}

test('nothing more starts and waits are left once a target fails that rolls all back', async () => {
  const { report, events } = await run();
  expect(report.targets.map(({ id, outcome }) => [id, outcome])).toEqual([
    ['api@production', 'cancelled'],
    ['web@production', 'rolled-back'],
    ['docs@production', 'cancelled'],
  ]);
  expect(events.at(-1)).toMatchObject({ type: 'run-finished', at: 5000 });
  expect(report.interrupted).toBeNull();
  expect(report.steps.find(({ id }) => id === 'ecs.update:docs@production')?.state).toBe('skipped');
});

test('what was changed is rolled back, what has rolled back or was not touched is not', async () => {
  const { targets, way, final } = await run();
  expect(targets).toEqual(['api@production']);
  expect(way.targets.map(({ onFailure }) => onFailure)).toEqual(['leave']);
  expect(final.outcome).toBe('rolled-back');
  expect(final.targets.map(({ outcome, error }) => [outcome, error?.message ?? null])).toEqual([
    ['rolled-back', 'rolled back with the run because web@production failed: the previous version is serving'],
    ['rolled-back', 'web was rolled back'],
    ['cancelled', null],
  ]);
  expect(final.rollback?.targets.map(({ id, outcome }) => [id, outcome])).toEqual([['api@production', 'succeeded']]);
});

test('a target that cannot be rolled back is a failure, whatever the others are', async () => {
  const { final } = await run('api@production');
  expect(final.outcome).toBe('failed');
  expect(final.targets[0]).toMatchObject({
    outcome: 'failed',
    error: {
      code: 'NOT_ROLLED_BACK',
      message: 'should have been rolled back because web@production failed, but was not',
      because: ['not allowed'],
    },
  });
});

test.each<[step: string, Outcome, boolean]>([
  ['ecs.wait:web@production', 'failed', true],
  ['ecs.wait:web@production', 'rolled-back', true],
  ['ecs.wait:web@production', 'superseded', false],
  ['ecs.wait:web@production', 'timed-out', false],
  ['ecs.wait:web@production', 'cancelled', false],
  ['ecs.wait:api@production', 'failed', false],
])('%s %s: %s', (step, outcome, expected) => {
  const found = plan.steps.find(({ id }) => id === step);
  expect(found !== undefined && endsRun(plan, found, outcome)).toBe(expected);
});

/** Two targets, each updated and then checked, and a message at the end that belongs to `api`. */
function checkedPlan(policy: FailurePolicy, own?: 'leave' | 'rollback'): Plan {
  const ownPolicy = own === undefined ? {} : { onFailure: own };
  const forward = ['api', 'web'].flatMap((name) => {
    const targets = [`${name}@production`] as const;
    const update = buildStep(`ecs.update:${name}@production`);
    return [
      update,
      buildStep(`http.check:${name}`, { phase: 'after-rollout', targets, needs: [update.id], ...ownPolicy }),
    ];
  });
  const message = buildStep('http.say:end', { phase: 'finish', targets: ['api@production'] });
  const rollback = ['api', 'web'].map((name) =>
    buildStep(`other:${name}@production`, { undoes: `ecs.update:${name}@production` }),
  );
  const made = buildPlan([...forward, message], { rollback });
  return { ...made, targets: made.targets.map((target) => ({ ...target, onFailure: policy })) };
}

async function failing(policy: FailurePolicy, fails: string, own?: 'leave' | 'rollback') {
  const checked = checkedPlan(policy, own);
  const definitions = ['ecs.update', 'http.check', 'http.say'].map((kind) =>
    buildDefinition(kind, (_, { step }) => {
      if (step.id === fails) throw new DeployError('NO', 'no');
      return {};
    }),
  );
  const report = await applyPlan(checked, buildContext(), {
    plugins: [buildPlugin('all', { steps: definitions })],
    runId: 'run-1',
    concurrency: 1,
  });
  return targetsToRollBack(checked, report);
}

test.each<[FailurePolicy, string, readonly string[]]>([
  ['leave', 'http.check:api', []],
  ['rollback', 'http.check:api', ['api@production']],
  ['rollback-all', 'http.check:web', ['api@production', 'web@production']],
  // What fails during the rollout is dealt with by whoever rolls out, and nothing of it succeeded.
  ['rollback', 'ecs.update:api@production', []],
  ['rollback-all', 'ecs.update:web@production', ['api@production']],
  ['rollback', 'http.say:end', []],
  ['rollback-all', 'http.say:end', []],
])('with %s, %s rolls back %j', async (policy, fails, expected) => {
  expect(await failing(policy, fails)).toEqual(expected);
});

test.each<[FailurePolicy, 'leave' | 'rollback', readonly string[]]>([
  ['rollback', 'leave', []],
  ['rollback-all', 'leave', []],
  ['leave', 'rollback', ['api@production']],
  ['rollback-all', 'rollback', ['api@production', 'web@production']],
])('with %s, a check that says %s rolls back %j', async (policy, own, expected) => {
  expect(await failing(policy, policy === 'rollback-all' ? 'http.check:web' : 'http.check:api', own)).toEqual(expected);
});

test.each<[FailurePolicy, readonly string[]]>([
  ['leave', []],
  ['rollback', ['api@production']],
  ['rollback-all', ['api@production']],
])('with %s, a check at a stop of the rollout rolls back %j', async (policy, expected) => {
  const [update, wait] = [buildStep('ecs.update:api@production'), buildStep('ecs.wait:api@production')];
  const check = buildStep('http.check:api@production', {
    phase: 'rollout',
    needs: [update.id],
    neededBy: [wait.id],
  });
  const rollback = [buildStep('other:api@production', { undoes: update.id })];
  const made = buildPlan([update, check, { ...wait, needs: [check.id] }], { rollback });
  const stopping = { ...made, targets: made.targets.map((target) => ({ ...target, onFailure: policy })) };
  const error = errorInfo(new DeployError('NO', 'no'));
  const report = reduceReport(stopping, [
    { type: 'step-succeeded', at: 0, step: update.id, output: null },
    { type: 'step-failed', at: 0, step: check.id, error, outcome: 'failed' },
  ]);
  expect(targetsToRollBack(stopping, report)).toEqual(expected);
});

test('what was left in progress is rolled back with the others', () => {
  const ended = (step: string, goesOn = {}): RunEvent => ({
    type: 'step-succeeded',
    at: 0,
    step,
    output: null,
    ...goesOn,
  });
  const error = errorInfo(new DeployError('X', 'failed'));
  const events: readonly RunEvent[] = [
    ended('ecs.update:api@production'),
    ended('ecs.wait:api@production', { goesOn: 'it bakes' }),
    ended('ecs.update:web@production'),
    { type: 'step-failed', at: 0, step: 'ecs.wait:web@production', error, outcome: 'failed' },
  ];
  expect(targetsToRollBack(plan, reduceReport(plan, events))).toEqual(['api@production', 'web@production']);
});
