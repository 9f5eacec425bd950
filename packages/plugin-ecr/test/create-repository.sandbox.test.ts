import { DescribeRepositoriesCommand, ListTagsForResourceCommand } from '@aws-sdk/client-ecr';
import type { JsonObject, RunContext } from '@funade/core';
import { expect, test } from 'vitest';
import { useEcrClient } from '../src/api/ecr-client.ts';
import { openShop } from './shop.ts';

const files = { 'web/index.html': '<h1>hello</h1>' };
const build = { context: 'web', from: 'scratch', content: { 'index.html': '/srv/index.html' } };
const settings = {
  tagMutabilityExclusions: ['buildcache'],
  scanOnPush: true,
  encryption: { type: 'KMS', kmsKey: 'alias/images' },
  tags: { team: 'checkout' },
};
const web = { repository: 'shop/web', build, createRepository: settings };

test('a repository that is not there is created with its settings before anything is pushed, and not again', async () => {
  await using shop = await openShop({ repositories: {}, files });
  const context = shop.context();
  const plan = await shop.plan(context, { web, worker: web });
  expect(plan.steps.map(({ title }) => title)).toEqual([
    expect.any(String),
    'create repository shop/web (IMMUTABLE_WITH_EXCLUSION)',
    'build shop/web:v1.2.3 from web with containerify',
    'push shop/web:v1.2.3',
  ]);
  expect(plan.warnings).toEqual([]);
  expect(shop.sandbox.requests('ecr.CreateRepository')).toEqual([]);
  const { report, events } = await shop.apply(plan, context);
  expect(report.targets.map(({ error }) => error)).toEqual([null, null]);
  expect(await repositoryOf(context)).toMatchObject({
    imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
    imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: 'buildcache' }],
    imageScanningConfiguration: { scanOnPush: true },
    encryptionConfiguration: { encryptionType: 'KMS', kmsKey: 'alias/images' },
    tags: [{ Key: 'team', Value: 'checkout' }],
  });
  const pushed = events.find((event) => event.type === 'step-succeeded' && event.step.startsWith('ecr.push-image'));
  expect(pushed).toMatchObject({
    output: { reference: expect.stringMatching(`^${shop.host}/shop/web:v1\\.2\\.3@sha256:`) },
  });
  const again = await shop.plan(shop.context(), { web });
  expect(again.steps).toEqual([]);
  expect(again.rollback).toEqual([]);
});

test('one that somebody else creates after the plan keeps its settings, and the run says so', async () => {
  await using shop = await openShop({ repositories: {}, files });
  const plan = await shop.plan(shop.context(), { web });
  await shop.apply(await shop.plan(shop.context(), { web: { ...web, createRepository: {} } }), shop.context());
  const context = shop.context();
  const { report } = await shop.apply(plan, context);
  expect(report.outcome).toBe('succeeded');
  expect(report.warnings.map(({ message }) => message)).toEqual([
    'repository shop/web already exists: it keeps its settings',
  ]);
  expect(await repositoryOf(context)).toMatchObject({ imageTagMutability: 'IMMUTABLE' });
});

test('a repository whose tags move is warned of before it is there', async () => {
  await using shop = await openShop({ repositories: {}, files });
  const plan = await shop.plan(shop.context(), { web: { ...web, createRepository: { tagMutability: 'MUTABLE' } } });
  expect(plan.warnings.map(({ code }) => code)).toEqual(['ECR_TAG_MUTABLE']);
});

test('what is not to be created is missing, whatever else is', async () => {
  await using shop = await openShop({ repositories: {}, files });
  const services = { web, api: { repository: 'shop/api', build } };
  await expect(shop.plan(shop.context(), services)).rejects.toMatchObject({
    code: 'ECR_REPOSITORY_MISSING',
    message: 'account 222222222222 has no repository shop/api in eu-west-1',
    hint: expect.stringContaining('createRepository'),
  });
});

test('a role that may not create it is told, and nothing is built', async () => {
  await using shop = await openShop({ repositories: {}, files });
  shop.sandbox.faults.always('ecr.CreateRepository', { code: 'AccessDeniedException', message: 'no' });
  const context = shop.context();
  const { report, events } = await shop.apply(await shop.plan(context, { web }), context);
  expect(report.targets[0]?.error).toMatchObject({ code: 'AWS_ACCESS_DENIED' });
  expect(events.filter((event) => event.type === 'step-output')).toEqual([]);
});

test.each([
  ['digest', /^127\.0\.0\.1:\d+\/shop\/web@sha256:[0-9a-f]{64}$/],
  ['tag', /^127\.0\.0\.1:\d+\/shop\/web:v1\.2\.3$/],
  ['tag-and-digest', /^127\.0\.0\.1:\d+\/shop\/web:v1\.2\.3@sha256:[0-9a-f]{64}$/],
])('an image is referred to by %s when the config says so', async (reference, name) => {
  await using shop = await openShop({ repositories: {}, files });
  const context = shop.context();
  const { events } = await shop.apply(await shop.plan(context, { web: { ...web, reference } }), context);
  const pushed = events.find((event) => event.type === 'step-succeeded' && event.step.startsWith('ecr.push-image'));
  expect(pushed).toMatchObject({ output: { reference: expect.stringMatching(name) } });
});

async function repositoryOf(context: RunContext): Promise<JsonObject> {
  const client = await useEcrClient(context);
  const { repositories } = await client.send(new DescribeRepositoriesCommand({ repositoryNames: ['shop/web'] }));
  const [repository] = repositories ?? [];
  const { tags } = await client.send(new ListTagsForResourceCommand({ resourceArn: repository?.repositoryArn }));
  return { ...repository, tags } as unknown as JsonObject;
}
