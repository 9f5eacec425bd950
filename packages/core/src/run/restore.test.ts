import { expect, test } from 'vitest';
import * as z from 'zod';
import { eventsSchema, type RunEvent } from '../model/event.ts';
import type { Json } from '../model/json.ts';
import { ref } from '../model/ref.ts';
import type { StepDefinition, StepId } from '../model/step.ts';
import { buildContext, buildDefinition, buildPlan, buildPlugin, buildStep, hearing } from '../testing/builders.ts';
import { applyPlan } from './apply-plan.ts';
import { earlierSteps, nothingEarlier } from './earlier.ts';

const session = buildStep('aws.session:production');
const register = buildStep('ecs.register:api@production', { needs: [session.id] });
const update = buildStep('ecs.update:api@production', {
  needs: [session.id, register.id],
  input: { revision: ref(register.id, 'arn') },
});
const plan = buildPlan([session, register, update]);

async function resumed(done: ReadonlyMap<StepId, Json>, differs: Partial<StepDefinition> = {}) {
  const ran: (readonly [StepId, Json])[] = [];
  const definition = (kind: string, more = {}) =>
    buildDefinition(
      kind,
      (input, { step }) => {
        ran.push([step.id, input]);
        return { arn: 'new' };
      },
      more,
    );
  const events: RunEvent[] = [];
  const steps = [
    definition('aws.session', { everyProcess: true }),
    { ...definition('ecs.register'), ...differs },
    definition('ecs.update'),
  ];
  const report = await applyPlan(plan, buildContext(), {
    plugins: [buildPlugin('test', { steps })],
    runId: 'run-2',
    earlier: { ...nothingEarlier, done },
    reporters: hearing((event) => events.push(event)),
  });
  return { ran, report, events };
}

test('what succeeded is not run again, its output is used, and what must run in each process runs', async () => {
  const { ran, report, events } = await resumed(
    new Map<StepId, Json>([
      [session.id, null],
      [register.id, { arn: 'old' }],
    ]),
  );
  expect(ran).toEqual([
    [session.id, null],
    [update.id, { revision: 'old' }],
  ]);
  expect(report.outcome).toBe('succeeded');
  expect(report.steps[1]).toMatchObject({ state: 'succeeded', startedAt: null });
  expect(events[1]).toEqual({ type: 'step-succeeded', at: 0, step: register.id, output: { arn: 'old' } });
});

test('when everything had succeeded nothing runs at all', async () => {
  const all = new Map<StepId, Json>(plan.steps.map(({ id }) => [id, { arn: 'old' }]));
  const { ran, report } = await resumed(all);
  expect(ran).toEqual([]);
  expect(report.outcome).toBe('succeeded');
});

test('an output that its kind no longer allows is made again', async () => {
  const output = z.strictObject({ arn: z.literal('new') });
  const { ran } = await resumed(new Map<StepId, Json>([[register.id, { arn: 'old' }]]), { output });
  expect(ran.map(([id]) => id)).toEqual([session.id, register.id, update.id]);
});

test('the outputs of a run are those of its successes', () => {
  const events: readonly RunEvent[] = [
    { type: 'run-started', schema: eventsSchema, at: 0, run: 'run-1', plan: plan.id, environment: 'production' },
    { type: 'step-started', at: 0, step: session.id },
    { type: 'step-succeeded', at: 0, step: session.id, output: { a: 1 } },
    { type: 'step-started', at: 0, step: register.id },
  ];
  expect(earlierSteps(plan, events).done).toEqual(new Map([[session.id, { a: 1 }]]));
});

test('the events of another plan are refused', () => {
  const event = {
    type: 'run-started',
    schema: eventsSchema,
    at: 0,
    run: 'run-1',
    plan: 'f'.repeat(64),
    environment: 'production',
  } as const;
  expect(() => earlierSteps(plan, [event])).toThrowError(/^run run-1 applied plan ffffffff, not /);
});

test('what failed for good stays failed, with what needed it, and all else is run to its end', async () => {
  const other = buildStep('ecs.update:web@production', { needs: [session.id] });
  const whole = buildPlan([session, register, update, other]);
  const error = { code: 'X', category: 'failed', message: 'x', hint: null, because: [] } as const;
  const ran: StepId[] = [];
  const steps = ['aws.session', 'ecs.register', 'ecs.update'].map((kind) =>
    buildDefinition(kind, (_, { step }) => {
      ran.push(step.id);
      return { arn: 'new' };
    }),
  );
  const failed = new Map([[register.id, { error, outcome: 'rolled-back' as const }]]);
  const report = await applyPlan(whole, buildContext(), {
    plugins: [buildPlugin('test', { steps })],
    runId: 'run-2',
    earlier: { ...nothingEarlier, failed },
  });
  expect(ran).toEqual([session.id, other.id]);
  expect(report.targets.map(({ id, outcome }) => [id, outcome])).toEqual([
    ['api@production', 'rolled-back'],
    ['web@production', 'succeeded'],
  ]);
  expect(report.steps.find(({ id }) => id === update.id)).toMatchObject({ state: 'skipped', because: register.id });
});

test('where a failure rolls all targets back, only what was begun is run to its end', async () => {
  const steps = ['api', 'web', 'worker'].map((name) =>
    buildStep(`ecs.update:${name}@production`, { needs: [session.id] }),
  );
  const [api, web] = steps;
  const built = buildPlan([session, ...steps]);
  const whole = {
    ...built,
    targets: built.targets.map((target) => ({ ...target, onFailure: 'rollback-all' as const })),
  };
  const error = { code: 'X', category: 'failed', message: 'x', hint: null, because: [] } as const;
  const ran: unknown[] = [];
  const definitions = ['aws.session', 'ecs.update'].map((kind) =>
    buildDefinition(kind, (_, { step, earlier }) => {
      ran.push([step.id, earlier?.at ?? null]);
      return null;
    }),
  );
  const report = await applyPlan(whole, buildContext(), {
    plugins: [buildPlugin('test', { steps: definitions })],
    runId: 'run-2',
    earlier: {
      ...nothingEarlier,
      failed: new Map([[api?.id ?? '', { error, outcome: 'failed' }]]),
      begun: new Map([[web?.id ?? '', { at: 7, said: [] }]]),
    },
  });
  expect(ran).toEqual([
    [session.id, null],
    [web?.id, 7],
  ]);
  expect(report.targets.map(({ outcome }) => outcome)).toEqual(['failed', 'succeeded', 'cancelled']);
});
