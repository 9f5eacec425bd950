import { assemblePlan, buildRequest, pluginContract } from 'funade/testing';
import { expect, test } from 'vitest';
import type { HooksInput } from '../src/options.ts';
import { hooksPlugin } from '../src/plugin.ts';
import { rolloutPlugin } from './revisions.ts';

const plugin = hooksPlugin({ announce: 'https://desk.example/announce' });
const migrate = { name: 'migrate', url: 'https://desk.example/migrate' };
const everything: HooksInput = {
  before: [migrate, { name: 'warm', url: 'https://desk.example/warm' }],
  follow: 'https://desk.example/revision/api',
  check: { url: 'https://api.example/health', seconds: 30 },
};
const requestOf = (services: Readonly<Record<string, HooksInput>>) =>
  buildRequest(
    Object.entries(services).map(([service, hooks]) => ({ service, options: { hooks: { ...hooks } as never } })),
  );
const planOf = (services: Readonly<Record<string, HooksInput>>, rollouts = rolloutPlugin()) =>
  assemblePlan(requestOf(services), { rollouts: null, hooks: null }, { plugins: [rollouts, plugin], createdAt: '' });
const ids = (steps: readonly { readonly id: string }[]) => steps.map(({ id }) => id);

const request = requestOf({ api: everything });
pluginContract(plugin, [
  {
    name: 'every hook',
    request: {
      ...request,
      targets: request.targets.map((target) => ({ ...target, options: { ...everything } })),
    },
    facts: null,
    upstream: [
      {
        type: 'revision',
        target: 'api@production',
        taskDefinition: 'arn:new',
        family: 'api',
        running: 'arn:old',
        changed: true,
      },
    ],
  },
]);

test('hooks stand before the rollout, behind it and at the end', () => {
  expect(ids(planOf({ api: everything }).steps)).toEqual([
    'rollouts.register:api@production',
    'hooks.call:migrate:https://desk.example/migrate',
    'hooks.call:warm:https://desk.example/warm',
    'rollouts.update:api@production',
    'hooks.follow:api@production',
    'hooks.check:api@production',
    'hooks.announce:production',
  ]);
});

test('a revision that is there already changes nothing of their order', () => {
  const { steps } = planOf({ api: everything }, rolloutPlugin({ registered: true }));
  expect(ids(steps).slice(0, 3)).toEqual([
    'hooks.call:migrate:https://desk.example/migrate',
    'hooks.call:warm:https://desk.example/warm',
    'rollouts.update:api@production',
  ]);
  const update = steps.find(({ kind }) => kind === 'rollouts.update');
  expect(update?.needs).toContain('hooks.call:warm:https://desk.example/warm');
});

test('one hook of two services is one step, which both of them need', () => {
  const plan = planOf({ api: { before: [migrate] }, worker: { before: [migrate] } });
  const shared = plan.steps.filter(({ kind }) => kind === 'hooks.call');
  expect(shared).toMatchObject([{ targets: ['api@production', 'worker@production'], label: 'migrate' }]);
  const updates = plan.steps.filter(({ kind }) => kind === 'rollouts.update');
  expect(updates.map(({ needs }) => needs.includes(shared[0]?.id ?? ''))).toEqual([true, true]);
});

test('what follows the revision is told the one of before when that is rolled back', () => {
  expect(planOf({ api: everything }).rollback).toMatchObject([
    { id: 'back:api@production', undoes: 'rollouts.update:api@production' },
    { id: 'hooks.follow:back:api@production', undoes: 'hooks.follow:api@production' },
  ]);
});

test('where no revision changes there is nothing to call for, and no message', () => {
  expect(planOf({ api: everything }, rolloutPlugin({ changed: false })).steps).toEqual([]);
});

test('the plan says how long a check waits, and what each step does', () => {
  const { steps } = planOf({ api: everything });
  expect(steps.find(({ kind }) => kind === 'hooks.check')).toMatchObject({ effect: 'none', deadlineSeconds: 30 });
});
