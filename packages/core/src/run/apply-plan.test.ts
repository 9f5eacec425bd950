import { expect, test } from 'vitest';
import * as z from 'zod';
import { DeployError } from '../model/error.ts';
import type { RunEvent } from '../model/event.ts';
import type { Json } from '../model/json.ts';
import { ref } from '../model/ref.ts';
import { applySteps } from '../testing/apply-steps.ts';
import { buildDefinition, buildStep } from '../testing/builders.ts';

const session = buildStep('aws.session:production');
const image = (name: string) => buildStep(`ecr.push:shop/${name}@production`, { needs: [session.id] });
const update = (name: string, differs = {}) =>
  buildStep(`ecs.update:${name}@production`, { needs: [session.id, image(name).id], ...differs });

const started = (events: readonly RunEvent[]) =>
  events.flatMap((event) => (event.type === 'step-started' ? [event.step] : []));
const takes = (kind: string, ms: number) =>
  buildDefinition(kind, async (_, { clock, signal }) => {
    await clock.sleep(ms, { signal });
    return null;
  });
const quick = [buildDefinition('aws.session'), buildDefinition('ecr.push'), buildDefinition('ecs.update')];
const fails = (kind: string, when: (subject: string) => boolean, error: () => Error) =>
  buildDefinition(kind, (_, { step }) => {
    if (when(step.label)) throw error();
    return null;
  });

test('a run of two targets tells every step from start to end', async () => {
  const { events, report } = await applySteps([session, image('api'), update('api')], { definitions: quick });
  expect(events.map((event) => [event.type, 'step' in event ? event.step : null])).toEqual([
    ['run-started', null],
    ['step-started', 'aws.session:production'],
    ['step-succeeded', 'aws.session:production'],
    ['step-started', 'ecr.push:shop/api@production'],
    ['step-succeeded', 'ecr.push:shop/api@production'],
    ['step-started', 'ecs.update:api@production'],
    ['step-succeeded', 'ecs.update:api@production'],
    ['run-finished', null],
  ]);
  expect(report).toMatchObject({ run: 'run-1', outcome: 'succeeded', targets: [{ outcome: 'succeeded' }] });
});

test('a reference is resolved from the output of the other step before the input is parsed', async () => {
  const seen: Json[] = [];
  await applySteps([session, image('api'), update('api', { input: { image: ref(image('api').id, 'reference') } })], {
    definitions: [
      buildDefinition('aws.session'),
      buildDefinition('ecr.push', () => ({ reference: 'shop/api@sha256:1' })),
      buildDefinition('ecs.update', (input) => {
        seen.push(input);
        return null;
      }),
    ],
  });
  expect(seen).toEqual([{ image: 'shop/api@sha256:1' }]);
});

test('a failed image fails the target that uses it and no other', async () => {
  const { report } = await applySteps([session, image('api'), image('web'), update('api'), update('web')], {
    definitions: [
      buildDefinition('aws.session'),
      fails(
        'ecr.push',
        (name) => name.includes('api'),
        () => new DeployError('ECR_PUSH', 'no'),
      ),
      buildDefinition('ecs.update'),
    ],
  });
  expect(report.targets).toMatchObject([
    { id: 'api@production', outcome: 'failed', failedStep: image('api').id, error: { code: 'ECR_PUSH' } },
    { id: 'web@production', outcome: 'succeeded', failedStep: null },
  ]);
  expect(report.steps.find((step) => step.id === update('api').id)).toMatchObject({
    state: 'skipped',
    because: image('api').id,
  });
  expect(report.outcome).toBe('failed');
});

test('a step that knows better how its target ended says so', async () => {
  const { report } = await applySteps([session, image('api'), update('api')], {
    definitions: [
      ...quick.slice(0, 2),
      fails(
        'ecs.update',
        () => true,
        () => new DeployError('ECS_ROLLED_BACK', 'no', { outcome: 'rolled-back' }),
      ),
    ],
  });
  expect(report).toMatchObject({ outcome: 'rolled-back', targets: [{ outcome: 'rolled-back' }] });
});

test('what is thrown and is no DeployError becomes INTERNAL', async () => {
  const { report } = await applySteps([session], {
    definitions: [
      fails(
        'aws.session',
        () => true,
        () => new Error('boom'),
      ),
    ],
  });
  expect(report.steps[0]?.error).toMatchObject({ code: 'INTERNAL', category: 'internal', because: ['boom'] });
});

test('independent steps run side by side up to the concurrency', async () => {
  const steps = Array.from({ length: 10 }, (_, index) => buildStep(`ecs.wait:s${index}@production`));
  const times = await Promise.all(
    [1, 3, 20].map(async (concurrency) => {
      const { context } = await applySteps(steps, { definitions: [takes('ecs.wait', 100)], concurrency });
      return context.clock.now();
    }),
  );
  expect(times).toEqual([1000, 400, 100]);
});

test('with a concurrency of one, a target is finished before the next begins', async () => {
  const of = (name: string) => [buildStep(`a:${name}@p`), buildStep(`b:${name}@p`, { needs: [`a:${name}@p`] })];
  const { events } = await applySteps([...of('one'), ...of('two'), ...of('three')], {
    definitions: [buildDefinition('a'), buildDefinition('b')],
    concurrency: 1,
  });
  expect(started(events)).toEqual(['a:one@p', 'b:one@p', 'a:two@p', 'b:two@p', 'a:three@p', 'b:three@p']);
});

test('what a step says comes as events, and nothing once it has ended', async () => {
  let late = (): void => {};
  const { events } = await applySteps([session, buildStep('other:production', { needs: [session.id] })], {
    definitions: [
      buildDefinition('aws.session', (_, context) => {
        context.progress('half', { done: 1 });
        context.output('line');
        context.warn('careful');
        late = () => context.progress('too late');
        return null;
      }),
      buildDefinition('other', () => {
        late();
        return null;
      }),
    ],
  });
  expect(events.filter((event) => /progress|output|warned/.test(event.type))).toEqual([
    { type: 'step-progress', at: 0, step: session.id, message: 'half', data: { done: 1 } },
    { type: 'step-output', at: 0, step: session.id, line: 'line' },
    { type: 'step-warned', at: 0, step: session.id, message: 'careful' },
  ]);
});

test('an input that its kind does not allow fails the step', async () => {
  const { report } = await applySteps([{ ...session, input: undefined as never }], { definitions: quick });
  expect(report.steps[0]?.error?.code).toBe('STEP_INPUT');
});

test('an output that its kind does not allow fails the step', async () => {
  const strict = { ...buildDefinition('aws.session', () => 7), output: z.strictObject({ arn: z.string() }) };
  const { report } = await applySteps([session], { definitions: [strict] });
  expect(report.steps[0]?.error?.code).toBe('STEP_OUTPUT');
});

test('a reference to an output that was not returned fails the step that refers to it', async () => {
  const { report } = await applySteps([session, image('api'), update('api', { input: ref(image('api').id, 'gone') })], {
    definitions: quick,
  });
  expect(report.targets[0]).toMatchObject({ failedStep: update('api').id, error: { code: 'STEP_REFERENCE' } });
});

test('a plan with a kind that no plugin runs is refused before anything happens', async () => {
  await expect(
    applySteps([session, update('api', { needs: [] })], { definitions: [buildDefinition('aws.session')] }),
  ).rejects.toMatchObject({
    code: 'UNKNOWN_STEP_KIND',
    category: 'usage',
  });
});

test('steps in an order in which they cannot run are refused before anything happens', async () => {
  await expect(applySteps([image('api'), session], { definitions: quick })).rejects.toMatchObject({
    code: 'PLAN_BROKEN',
  });
});
