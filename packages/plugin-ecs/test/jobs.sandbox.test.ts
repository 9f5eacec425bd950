import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Artifact,
  artifactsOf,
  createOperation,
  createPlan,
  type JsonObject,
  type Plan,
  readHistory,
  readStatus,
} from '@funade/core';
import { expect, test } from 'vitest';
import { type Shop, startShop } from './shop.ts';

const definition: JsonObject = {
  family: 'report',
  requiresCompatibilities: ['FARGATE'],
  networkMode: 'awsvpc',
  cpu: '256',
  memory: '512',
  executionRoleArn: 'arn:aws:iam::222222222222:role/execution',
  containerDefinitions: [{ name: 'app', image: 'registry.example/report', essential: true }],
};
const network = { awsvpcConfiguration: { subnets: ['subnet-1'] } };
const job = { service: undefined, taskDefinition: definition, settings: { networkConfiguration: network } } as never;

/** What the plugins of a plan hand on about revisions. */
async function revisionsIn(shop: Shop, plan: Plan) {
  const { plugins } = await shop.rollbackOf();
  const artifacts: Artifact[] = [];
  for (const plugin of plugins) {
    const targets = plan.targets.map((target) => ({ ...target, options: target.options[plugin.name] ?? null }));
    const parsed = targets.map((target) => ({ ...target, options: plugin.options?.parse(target.options) ?? null }));
    artifacts.push(...plugin.plan({ ...plan, targets: parsed }, plan.facts[plugin.name] ?? null, artifacts).artifacts);
  }
  return artifactsOf(artifacts, 'revision');
}

test('a job is registered and nothing is rolled out; its artifact says where and how its tasks run', async () => {
  await using shop = await startShop();
  const plan = await shop.plan({ options: job });
  expect(plan.steps.map(({ kind, phase, title }) => [kind, phase, title])).toEqual([
    ['aws.assume-role', 'session', expect.any(String)],
    ['ecs.register-task-definition', 'register', 'register task definition report'],
  ]);
  expect(plan.targets).toMatchObject([{ version: { from: null, to: 'v1.2.0' }, onFailure: 'rollback' }]);
  expect(await revisionsIn(shop, plan)).toMatchObject([
    {
      family: 'report',
      running: null,
      changed: true,
      runs: { cluster: 'shop', container: 'app', containers: ['app'], launch: { networkConfiguration: network } },
    },
  ]);
  expect((await shop.apply(plan)).outcome).toBe('succeeded');
  expect(shop.calls('UpdateService')).toEqual([]);

  const again = await shop.plan({ options: job });
  expect(again.steps).toEqual([]);
  expect(again.notes.map(({ text }) => text)).toEqual(['job api is v1.2.0 (report:1) already']);
  const newer = await shop.plan({ options: job, tag: 'v1.3.0' });
  expect(newer.targets).toMatchObject([{ version: { from: 'v1.2.0', to: 'v1.3.0', step: 'minor' } }]);
});

test('the newest revision of a job says which commit it runs, for a deploy of what has changed', async () => {
  await using shop = await startShop();
  const commits = async () => {
    const { plugins } = await shop.rollbackOf();
    const plan = await shop.plan({ options: job, tag: 'v1.3.0' });
    const [ecs] = plugins.filter(({ name }) => name === 'ecs');
    const targets = plan.targets.map((target) => ({ ...target, options: ecs?.options?.parse(target.options.ecs) }));
    const release = { ...plan.release, imageTag: '' };
    return ecs?.runningCommits?.({ ...plan, targets, release }, plan.facts.ecs ?? null);
  };
  expect(await commits()).toEqual([]);
  const first = await shop.plan({ options: job });
  await shop.apply(first);
  expect(await commits()).toEqual([{ target: 'api@production', commit: first.release.commit, images: [] }]);
});

test('an older release is refused as for a service', async () => {
  await using shop = await startShop();
  await shop.apply(await shop.plan({ options: job }));
  await expect(shop.plan({ options: job, tag: 'v1.1.0' })).rejects.toMatchObject({ code: 'DOWNGRADE' });
  const plan = await shop.plan({ options: job, tag: 'v1.1.0', allow: { downgrade: true } });
  expect(plan.steps).toHaveLength(2);
});

test('what ECS would reject in it is told while planning, and settings of a service are named', async () => {
  await using shop = await startShop();
  const broken = { ...definition, cpu: '300' };
  await expect(shop.plan({ options: { ...(job as JsonObject), taskDefinition: broken } })).rejects.toMatchObject({
    code: 'TASK_DEFINITION_INVALID',
  });
  const settings = { networkConfiguration: network, desiredCount: 2 };
  const plan = await shop.plan({ options: { ...(job as JsonObject), settings } as never });
  expect(plan.notes.map(({ text }) => text)).toEqual([
    'ecs.settings: desiredCount is for a service, and a job has none',
  ]);
});

/** The engine's own requests, for a job. */
async function asked(shop: Shop, options: JsonObject) {
  const { request, plugins, context } = await shop.rollbackOf();
  const targets = request.targets.map((target) => ({ ...target, options: { ecs: options } }));
  return { request: { ...request, targets }, plugins, context };
}
const written: JsonObject = { cluster: 'shop', container: 'app', taskDefinition: definition };

test('status and history tell of its revisions, and a rollback goes back to the one before', async () => {
  await using shop = await startShop();
  const { request, plugins, context } = await asked(shop, written);
  expect(await readStatus(request, plugins, context)).toMatchObject([
    { place: 'shop/report', state: 'missing', note: 'there is no active revision of report yet' },
  ]);
  await shop.apply(await shop.plan({ options: job }));
  await shop.apply(await shop.plan({ options: job, tag: 'v1.3.0' }));
  expect(await readStatus(request, plugins, context)).toMatchObject([
    {
      place: 'shop/report',
      state: 'steady',
      note: null,
      deployments: [{ revision: 'report:2', role: 'new', running: 0, desired: 0, images: [{ tag: 'v1.3.0' }] }],
    },
  ]);
  const [history] = await readHistory({ ...request, limit: 10 }, plugins, context);
  expect(history?.deployments).toMatchObject([
    { revision: 'report:2', release: 'v1.3.0', step: 'minor', end: 'succeeded', primary: true, lastStable: false },
    { revision: 'report:1', release: 'v1.2.0', step: null, end: 'succeeded', primary: false, lastStable: true },
  ]);
  const chosen = {
    revision: 'report:1',
    release: 'v1.2.0',
    commit: null,
    deployedAt: null,
    age: null,
    end: null,
    intent: 'rollback',
  };
  const revisions = { 'api@production': { ...chosen, missing: [], moved: [] } } as never;
  const plan = await createPlan({ ...request, revisions }, plugins, context);
  expect(plan.steps).toEqual([]);
  expect(plan.notes.map(({ text }) => text)).toEqual([
    'job api gets report:1, which is there already; nothing is built',
  ]);
  expect(await revisionsIn(shop, plan)).toMatchObject([
    { taskDefinition: expect.stringMatching(/report:1$/), running: expect.stringMatching(/report:2$/), changed: true },
  ]);

  const { client, sdk } = await shop.ecs();
  await client.send(new sdk.DeregisterTaskDefinitionCommand({ taskDefinition: 'report:1' }));
  const again = await createPlan({ ...request, revisions }, plugins, context);
  expect((await shop.apply(again)).outcome).toBe('succeeded');
  const [latest] = await readHistory({ ...request, limit: 10 }, plugins, context);
  expect(latest?.deployments).toMatchObject([{ revision: 'report:3', release: 'v1.2.0' }, { revision: 'report:2' }]);
});

test('its family is read from a file, and told to be unknown where it takes a release', async () => {
  const root = await mkdtemp(join(tmpdir(), 'schedules-jobs-'));
  try {
    await using shop = await startShop({ root });
    await writeFile(join(root, 'report.json'), JSON.stringify({ ...definition, family: '{{project}}-report' }));
    await writeFile(join(root, 'odd.json'), JSON.stringify({ ...definition, family: 'report-{{release.version}}' }));
    const of = async (taskDefinition: string) => {
      const { request, plugins, context } = await asked(shop, { ...written, taskDefinition });
      return readStatus(request, plugins, context);
    };
    expect(await of('report.json')).toMatchObject([{ place: 'shop/shop-report', state: 'missing' }]);
    for (const file of ['odd.json', 'none.json']) {
      expect(await of(file)).toMatchObject([
        { place: 'shop/a job', note: 'the family of its task definition cannot be read without a release' },
      ]);
    }
  } finally {
    await rm(root, { recursive: true });
  }
});

test.each(['watch', 'continue', 'abort'] as const)('%s has nothing to do for a job', async (operation) => {
  await using shop = await startShop();
  const { request, plugins, context } = await asked(shop, written);
  const plan = await createOperation({ ...request, operation, started: {}, begun: {} }, plugins, context);
  expect(plan.steps).toEqual([]);
});
