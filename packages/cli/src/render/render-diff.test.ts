import { readFile } from 'node:fs/promises';
import { buildPlan, buildStep } from '@funade/core/testing';
import { expect, test } from 'vitest';
import { planDiff } from './plan-diff.ts';
import { renderDiff, renderDiffJson } from './render-diff.ts';

const register = buildStep('ecs.register-task-definition:api@production', {
  phase: 'register',
  targets: ['api@production', 'worker@production'],
  changes: [
    { path: 'containerDefinitions[app].image', from: 'shop/api:v1.1.0', to: 'shop/api:v1.2.0' },
    { path: 'containerDefinitions[app].environment[DB_PASSWORD]', from: '[secret]', to: '[secret]', masked: true },
  ],
});
const update = buildStep('ecs.update-service:api@production', {
  needs: [register.id],
  changes: [{ path: 'taskDefinition', from: 'shop-api:41', to: 'shop-api (new revision)' }],
});
const shared = buildStep('ecs.update-service:worker@production', { needs: [register.id] });
const copy = buildStep('ecr.copy-image:shop/cron@production');
const plan = buildPlan([register, update, shared, copy]);
const [api, worker] = plan.targets;
const version = { target: 'api@production', from: 'v1.1.0', to: 'v1.2.0', step: 'minor' } as const;
const shop = {
  ...plan,
  targets: [
    ...(api === undefined ? [] : [{ ...api, version }]),
    ...(worker === undefined ? [] : [worker]),
    {
      id: 'cron@production',
      service: 'cron',
      options: {},
      steps: [copy.id],
      version: null,
      onFailure: 'leave',
    } as const,
    {
      id: 'web@production',
      service: 'web',
      options: {},
      steps: [],
      version: { target: 'web@production', from: 'v1.2.0', to: 'v1.2.0', step: 'same' },
      onFailure: 'leave',
    } as const,
  ],
};

test('a difference is what changes, and what does not change in one line', () => {
  expect(renderDiff(shop, { width: 120 })).toMatchInlineSnapshot(`
    "api@production  v1.1.0 → v1.2.0 (minor)
      containerDefinitions[app]
        ~ image: shop/api v1.1.0 → v1.2.0 (minor)
        ~ environment[DB_PASSWORD]: [secret] (changed)
      ~ taskDefinition: shop-api:41 → shop-api (new revision)

    worker@production
      containerDefinitions[app]
        ~ image: shop/api v1.1.0 → v1.2.0 (minor)
        ~ environment[DB_PASSWORD]: [secret] (changed)

    cron@production
      no difference in service or task definition

    equal: web@production

    3 changed
    "
  `);
});

test('tasks and schedules stand below what they are, apart from the service', () => {
  const task = (name: string, phase: 'before-rollout' | 'after-rollout') =>
    buildStep(`ecs.run-task:${name}:api@production`, {
      phase,
      targets: ['api@production'],
      title: `run task api/${name}: node ${name}.js`,
      needs: [register.id],
      changes: [
        { path: 'taskDefinition', from: null, to: 'shop-api (new revision)' },
        { path: 'containerOverrides[app].command', from: null, to: ['node', `${name}.js`] },
      ],
    });
  const own = { ...register, targets: ['api@production'] as const };
  const tasked = buildPlan([own, task('migrate', 'before-rollout'), update, task('warm', 'after-rollout')]);
  expect(renderDiff(tasked, { width: 120 })).toMatchInlineSnapshot(`
    "api@production
      containerDefinitions[app]
        ~ image: shop/api v1.1.0 → v1.2.0 (minor)
        ~ environment[DB_PASSWORD]: [secret] (changed)
      ~ taskDefinition: shop-api:41 → shop-api (new revision)
      run task api/migrate: node migrate.js
        + taskDefinition: shop-api (new revision)
        + containerOverrides[app].command: [node, migrate.js]
      run task api/warm: node warm.js
        + taskDefinition: shop-api (new revision)
        + containerOverrides[app].command: [node, warm.js]

    7 changes: 4 added, 3 changed
    "
  `);
});

test('nothing to do is one line', () => {
  expect(renderDiff(buildPlan([]))).toBe('nothing to do: production is already at v1.2.0\n');
  expect(planDiff(buildPlan([]))).toMatchObject({ equal: true, targets: [] });
});

test('the data says the same', () => {
  expect(JSON.parse(renderDiffJson(shop))).toMatchObject({
    schema: 'funade.diff/1',
    plan: shop.id,
    equal: false,
    totals: { added: 0, changed: 3, removed: 0 },
    targets: [
      { id: 'api@production', equal: false, version: { from: 'v1.1.0', to: 'v1.2.0', step: 'minor' } },
      { id: 'worker@production', equal: false },
      { id: 'cron@production', equal: false, changes: [] },
      { id: 'web@production', equal: true, changes: [] },
    ],
  });
  expect(planDiff(shop).targets.map(({ changes }) => changes.map(({ path }) => path))).toEqual([
    ['containerDefinitions[app].image', 'containerDefinitions[app].environment[DB_PASSWORD]', 'taskDefinition'],
    ['containerDefinitions[app].image', 'containerDefinitions[app].environment[DB_PASSWORD]'],
    [],
    [],
  ]);
});

test('its page describes every field', async () => {
  const page = await readFile(new URL('../../../../docs/plan-json.md', import.meta.url), 'utf8');
  const fields = new Set<string>();
  JSON.parse(renderDiffJson(shop), (key, value) => {
    if (/^[a-zA-Z]+$/.test(key)) fields.add(key);
    return value;
  });
  expect([...fields].filter((field) => !page.includes(`\`${field}\``))).toEqual([]);
});
