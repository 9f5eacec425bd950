import { expect, test } from 'vitest';
import * as z from 'zod';
import type { Artifact } from '../model/artifact.ts';
import { emptyFragment, type PlanFragment } from '../model/plan-fragment.ts';
import type { Plugin } from '../model/plugin.ts';
import { ref } from '../model/ref.ts';
import type { Phase, Step, StepId } from '../model/step.ts';
import { buildDefinition, buildPlugin, buildRequest, buildStep } from '../testing/builders.ts';
import { assemblePlan } from './assemble-plan.ts';
import { requestOf } from './request.ts';

const kinds = ['aws.session', 'ecr.build', 'ecr.push', 'ecs.register', 'ecs.update', 'ecs.wait'];
const session = buildStep('aws.session:production');
const build = (name: string) => buildStep(`ecr.build:shop/${name}@production`, { needs: [session.id] });
const push = (name: string) => buildStep(`ecr.push:shop/${name}@production`, { needs: [session.id, build(name).id] });
const register = (name: string, image: string | null = name) =>
  buildStep(`ecs.register:${name}@production`, {
    needs: [session.id],
    input: image === null ? {} : { image: ref(push(image).id, 'reference') },
  });
const update = (name: string) => buildStep(`ecs.update:${name}@production`, { needs: [session.id, register(name).id] });

function pluginOf(name: string, fragment: Partial<PlanFragment>, differs: Partial<Plugin> = {}): Plugin {
  return buildPlugin(name, {
    steps: kinds.filter((kind) => kind.startsWith(`${name}.`)).map((kind) => buildDefinition(kind)),
    plan: () => ({ ...emptyFragment, ...fragment }),
    ...differs,
  });
}

function assemble(targets: readonly string[], plugins: readonly Plugin[]) {
  const facts = Object.fromEntries(plugins.map((plugin) => [plugin.name, null]));
  return assemblePlan(buildRequest(targets), facts, { plugins, createdAt: '2026-11-23T00:00:00.000Z' });
}

const aws = pluginOf('aws', { steps: [session] });
const three = (images: readonly Step[], services: readonly Step[]) => [
  aws,
  pluginOf('ecr', { steps: images }),
  pluginOf('ecs', { steps: services }),
];
const ids = (steps: readonly Step[]) => steps.map((step) => step.id);

test('steps stand target by target, all images before the first service', () => {
  const images = [build('web'), push('web'), build('api'), push('api')];
  const services = [register('web'), update('web'), register('api'), update('api')];
  expect(ids(assemble(['api', 'web'], three(images, services)).steps)).toEqual([
    'aws.session:production',
    'ecr.build:shop/api@production',
    'ecr.push:shop/api@production',
    'ecr.build:shop/web@production',
    'ecr.push:shop/web@production',
    'ecs.register:api@production',
    'ecs.update:api@production',
    'ecs.register:web@production',
    'ecs.update:web@production',
  ]);
});

test('the first step of every service comes after the last step of every image, and needs its own alone', () => {
  const plan = assemble(
    ['api', 'web'],
    three(
      [build('api'), push('api'), build('web'), push('web')],
      [register('api'), update('api'), register('web', null)],
    ),
  );
  const step = (id: StepId) => plan.steps.find((other) => other.id === id);
  expect(step(register('api').id)).toMatchObject({
    needs: [session.id, push('api').id],
    after: [push('web').id],
  });
  expect(step(register('web').id)).toMatchObject({ needs: [session.id, push('web').id], after: [push('api').id] });
  expect(step(update('api').id)?.after).toEqual([]);
});

test('a target lists its own steps and every step they need, in the order they run', () => {
  const plan = assemble(
    ['api', 'worker'],
    three(
      [build('api'), push('api')].map((step) => ({
        ...step,
        targets: ['api@production', 'worker@production'] as const,
      })),
      [register('worker', 'api'), register('api'), update('api')],
    ),
  );
  expect(plan.targets.map((target) => target.steps)).toEqual([
    [session.id, build('api').id, push('api').id, register('api').id, update('api').id],
    [session.id, build('api').id, push('api').id, 'ecs.register:worker@production'],
  ]);
});

test('a target with no service step lists the steps of its images', () => {
  const plan = assemble(['api'], [aws, pluginOf('ecr', { steps: [build('api'), push('api')] })]);
  expect(plan.targets[0]?.steps).toEqual([session.id, build('api').id, push('api').id]);
});

test('nothing to do is a plan without steps: what proves who we are is left out when nothing needs it', () => {
  const plan = assemble(['api'], three([], []));
  expect(plan.steps).toEqual([]);
  expect(plan.targets[0]?.steps).toEqual([]);
});

test('the rollback gets what proves who we are from the forward steps', () => {
  const back = buildStep('ecs.update:back', {
    phase: 'rollout',
    targets: ['api@production'],
    needs: [session.id],
    undoes: register('api', null).id,
  });
  const plan = assemble(['api'], [aws, pluginOf('ecs', { steps: [register('api', null)], rollback: [back] })]);
  expect(ids(plan.rollback)).toEqual([session.id, back.id]);
});

test('the rollback may refer to what the forward steps returns', () => {
  const stop = buildStep('ecs.update:back', {
    phase: 'rollout',
    targets: ['api@production'],
    input: { deployment: ref(register('api').id, 'id') },
    undoes: register('api', null).id,
  });
  const plan = assemble(['api'], [aws, pluginOf('ecs', { steps: [register('api', null)], rollback: [stop] })]);
  expect(plan.rollback).toMatchObject([{ id: session.id }, { id: stop.id, needs: [session.id] }]);
});

test('a step that came after one that is left out comes after nothing', () => {
  const idle = buildStep('aws.session:elsewhere', { targets: ['web@production'] });
  const step = buildStep('ecs.update:api@production', { after: [idle.id] });
  const plugins = [pluginOf('aws', { steps: [idle] }), pluginOf('ecs', { steps: [step] })];
  expect(assemble(['api', 'web'], plugins).steps).toEqual([{ ...step, after: [] }]);
});

test('a plugin that no target wrote options for plans nothing', () => {
  const absent = pluginOf('ecr', { steps: [build('api')] }, { options: z.strictObject({ repository: z.string() }) });
  const plan = assemblePlan(buildRequest(['api']), { aws: null }, { plugins: [aws, absent], createdAt: '' });
  expect([plan.steps, plan.plugins]).toEqual([[], ['aws', 'ecr']]);
});

test('each plugin is handed the artifacts of those before it', () => {
  const artifact = {
    type: 'image',
    target: 'api@production',
    name: null,
    reference: 'host/shop/api:v1@sha256:1',
    repositoryUri: 'host/shop/api',
    platforms: null,
    tag: 'v1',
    digest: 'sha256:1',
  } as const;
  const seen: unknown[] = [];
  const look = (name: string, artifacts: readonly Artifact[]) =>
    pluginOf(
      name,
      {},
      {
        plan(_, __, upstream) {
          seen.push([name, upstream]);
          return { ...emptyFragment, artifacts };
        },
      },
    );
  assemble(['api'], [look('aws', []), look('ecr', [artifact]), look('ecs', [])]);
  expect(seen).toEqual([
    ['aws', []],
    ['ecr', []],
    ['ecs', [artifact]],
  ]);
});

test.each<[string, readonly Step[], string]>([
  [
    'a step that appears twice',
    [register('api', null), register('api', null)],
    'step ecs.register:api@production appears twice',
  ],
  [
    'a kind that no plugin runs',
    [buildStep('ecs.dance:api@production')],
    'step ecs.dance:api@production is of kind ecs.dance, which no plugin runs',
  ],
  [
    'a need that is not there',
    [buildStep('ecs.update:api@production', { needs: ['ecs.gone:api@production'] })],
    'step ecs.update:api@production needs ecs.gone:api@production, which is not in the plan',
  ],
  [
    'a reference to a step that is not there',
    [register('api', 'gone')],
    'step ecs.register:api@production needs ecr.push:shop/gone@production, which is not in the plan',
  ],
  [
    'a cycle',
    [
      buildStep('ecs.update:api@production', { needs: ['ecs.wait:api@production'] }),
      buildStep('ecs.wait:api@production', { after: ['ecs.update:api@production'] }),
    ],
    'these steps wait for each other: ecs.update:api@production, ecs.wait:api@production',
  ],
])('%s is a broken plan', (_, services, reason) => {
  expect(() => assemble(['api'], three([], services))).toThrowError(
    `plugin ecs made a plan that cannot run: ${reason}`,
  );
});

test('the same request and facts give the same id, whenever the plan is made and read back', () => {
  const plugins = three([build('api'), push('api')], [register('api'), update('api')]);
  const plan = assemble(['api'], plugins);
  const again = assemblePlan(requestOf(JSON.parse(JSON.stringify(plan))), plan.facts, { plugins, createdAt: 'later' });
  expect(again.id).toBe(plan.id);
  expect(plan.id).toMatch(/^[0-9a-f]{64}$/);
});

test('anything else gives another id', () => {
  const plugins = three([], [register('api', null)]);
  const id = (request = buildRequest(['api'])) =>
    assemblePlan(request, { aws: null, ecr: null, ecs: null }, { plugins, createdAt: '' }).id;
  const { release } = buildRequest([]);
  expect(
    new Set([id(), id(buildRequest(['api', 'web'])), id(buildRequest(['api'], { release: { ...release, tag: 'v2' } }))])
      .size,
  ).toBe(3);
});

const stepIn = (phase: Phase, name: string, differs: Partial<Step> = {}): Step =>
  buildStep(`ecs.wait:${name}`, { phase, targets: ['api@production'], label: 'api@production', ...differs });

test('phases order the steps of a target, whichever of them are there', () => {
  const own = [
    stepIn('finish', 'message'),
    stepIn('after-rollout', 'check'),
    stepIn('rollout', 'update'),
    stepIn('before-rollout', 'migrate'),
  ];
  const plan = assemble(['api'], [aws, pluginOf('ecs', { steps: own })]);
  expect(plan.steps.map(({ id, needs, after }) => [id, needs, after])).toEqual([
    [session.id, [], []],
    ['ecs.wait:migrate', [session.id], []],
    ['ecs.wait:update', ['ecs.wait:migrate'], []],
    ['ecs.wait:check', ['ecs.wait:update'], []],
    ['ecs.wait:message', [], [session.id, 'ecs.wait:migrate', 'ecs.wait:update', 'ecs.wait:check']],
  ]);
});

test('a step for several targets stands between the phases of each of them', () => {
  const shared = stepIn('before-rollout', 'migrate', { targets: ['api@production', 'web@production'] });
  const plan = assemble(
    ['api', 'web'],
    [
      aws,
      pluginOf('ecs', {
        steps: ['web', 'api'].map((name) => buildStep(`ecs.update:${name}@production`)).concat(shared as never),
      }),
    ],
  );
  const needs = (id: StepId) => plan.steps.find((step) => step.id === id)?.needs;
  expect(needs(update('api').id)).toContain(shared.id);
  expect(needs(update('web').id)).toContain(shared.id);
  expect(plan.targets.map(({ steps }) => steps.includes(shared.id))).toEqual([true, true]);
});

test('a step of the environment that nobody needs is kept, at the end of all', () => {
  const message = stepIn('finish', 'message', { targets: [] });
  const plan = assemble(['api'], [aws, pluginOf('ecs', { steps: [message, register('api', null)] })]);
  expect(ids(plan.steps)).toEqual([session.id, register('api').id, message.id]);
  expect(plan.targets[0]?.steps).not.toContain(message.id);
  expect(ids(assemble(['api'], [aws, pluginOf('ecs', { steps: [message] })]).steps)).toEqual([message.id]);
});

test('what a definition says of a step stands in the plan', () => {
  const definition = buildDefinition('ecs.wait', () => null, { effect: 'none', deadlineSeconds: () => 900 });
  const plugin = pluginOf('ecs', { steps: [stepIn('rollout', 'rollout')] }, { steps: [definition] });
  expect(assemble(['api'], [plugin]).steps).toMatchObject([{ effect: 'none', deadlineSeconds: 900 }]);
});

test.each<[string, Partial<PlanFragment>, string]>([
  [
    'a target that is not in the plan',
    { steps: [stepIn('rollout', 'a', { targets: ['db@production'] })] },
    'step ecs.wait:a belongs to db@production, which is not in the plan',
  ],
  [
    'a step after one that is not in the plan',
    { steps: [stepIn('rollout', 'a', { after: ['ecs.gone'] })] },
    'step ecs.wait:a comes after ecs.gone, which is not in the plan',
  ],
  [
    'a need of a later phase',
    { steps: [stepIn('build', 'a', { needs: ['ecs.wait:b'] }), stepIn('rollout', 'b')] },
    'step ecs.wait:a of phase build needs ecs.wait:b, which is of the later phase rollout',
  ],
  [
    'a rollback of nothing',
    { rollback: [stepIn('rollout', 'back')] },
    'step ecs.wait:back is in the rollback, and does not say what it undoes',
  ],
  [
    'a rollback of what is not planned',
    { rollback: [stepIn('rollout', 'back', { undoes: 'ecs.gone' })] },
    'step ecs.wait:back undoes ecs.gone, which is not in the plan',
  ],
  [
    'an undoing step that is not in the rollback',
    { steps: [stepIn('rollout', 'a'), stepIn('rollout', 'back', { undoes: 'ecs.wait:a' })] },
    'step ecs.wait:back undoes ecs.wait:a, and is not in the rollback',
  ],
  [
    'an artifact for a stranger',
    {
      artifacts: [
        {
          type: 'revision',
          target: 'db@production',
          taskDefinition: 'arn',
          family: 'db',
          running: null,
          changed: true,
        },
      ],
    },
    'an artifact revision is for db@production, which is not in the plan',
  ],
  [
    'a failure policy for a stranger',
    { onFailure: { 'db@production': 'rollback' } },
    'a failure policy is for db@production, which is not in the plan',
  ],
])('%s is a broken plan that names the plugin', (_, fragment, reason) => {
  expect(() => assemble(['api'], [aws, pluginOf('ecs', fragment)])).toThrowError(
    expect.objectContaining({
      code: 'PLAN_BROKEN',
      message: `plugin ecs made a plan that cannot run: ${reason}`,
      details: { plugins: ['ecs'] },
    }),
  );
});

test('two plugins with one id are both named', () => {
  const steps = [buildStep('ecs.update:api@production')];
  const one = pluginOf('ecs', { steps });
  const other = buildPlugin('other', { plan: () => ({ ...emptyFragment, steps }) });
  expect(() => assemble(['api'], [one, other])).toThrowError(
    'plugins ecs and other made a plan that cannot run: step ecs.update:api@production appears twice',
  );
});

test('of two failure policies for a target the one that does more counts', () => {
  const plugins = [
    pluginOf('aws', { onFailure: { 'api@production': 'rollback-all' } }),
    pluginOf('ecs', { onFailure: { 'api@production': 'rollback', 'web@production': 'rollback' } }),
  ];
  expect(assemble(['api', 'web', 'docs'], plugins).targets.map(({ onFailure }) => onFailure)).toEqual([
    'rollback-all',
    'rollback',
    'leave',
  ]);
});

test('a step of another plugin stands between two steps of one phase, where it is needed by the second', () => {
  const wait = buildStep('ecs.wait:api@production', { needs: [update('api').id] });
  const between = buildStep('check.look:api@production', {
    phase: 'rollout',
    needs: [update('api').id],
    neededBy: [wait.id],
  });
  const check = buildPlugin('check', {
    steps: [buildDefinition('check.look')],
    plan: () => ({ ...emptyFragment, steps: [between] }),
  });
  const ecs = pluginOf('ecs', { steps: [register('api', null), update('api'), wait] });
  const plan = assemble(['api'], [aws, ecs, check]);
  expect(ids(plan.steps).slice(2)).toEqual([update('api').id, between.id, wait.id]);
  expect(plan.steps.at(-1)?.needs).toContain(between.id);
  expect(() => assemble(['api'], [aws, check])).toThrow(/check/);
});

test('plugins are told at which stages others want a rollout to stop, also those that take no part', () => {
  const seen: unknown[] = [];
  const ecs = pluginOf(
    'ecs',
    {},
    {
      plansRevisions: true,
      plan: ({ stops }) => {
        seen.push(stops);
        return emptyFragment;
      },
    },
  );
  const check = pluginOf('check', {}, { stops: () => ['LATE', 'LATE'] });
  const facts = { ecs: null, check: null };
  const options = { plugins: [ecs, check], createdAt: '2026-11-23T00:00:00.000Z' };
  assemblePlan(buildRequest(['api']), facts, options);
  assemblePlan({ ...buildRequest(['api']), revisions: {} }, facts, options);
  assemblePlan(buildRequest(['api']), facts, { ...options, plugins: [ecs] });
  const asked = { 'api@production': [{ stage: 'LATE', plugin: 'check' }] };
  expect(seen).toEqual([asked, asked, undefined]);
});
