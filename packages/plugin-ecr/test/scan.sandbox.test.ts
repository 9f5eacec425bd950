import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { useRegistryClient } from '../src/login/registry-login.ts';
import { putManifest } from '../src/registry/put-manifest.ts';
import { readManifest } from '../src/registry/read-image.ts';
import { openShop } from './shop.ts';
import { commit } from './test-context.ts';

const files = { 'web/index.html': '<h1>hello</h1>' };
const build = { context: 'web', from: 'scratch', content: { 'index.html': '/index.html' } };
const scan = { failOn: 'CRITICAL' };
const web = { repository: 'shop/web', build, scan };
const critical = { name: 'CVE-2026-1', severity: 'CRITICAL', package: { name: 'openssl', version: '3.0.1' } };
const findings = [{ name: 'CVE-2026-2', severity: 'HIGH' }, critical];
const label = 'org.opencontainers.image.revision';
const pushed = { tags: ['v1.2.3'], labels: { [label]: commit }, files: { '/a': 'a' } };
const platforms = ['linux/amd64', 'linux/arm64'];

const waitStep = 'ecr.wait-for-scan:shop/web@production';

test('whoever deploys a pushed image refers to the wait for its scan', async () => {
  await using shop = await openShop({ repositories: { 'shop/web': { scanOnPush: true } }, files });
  const context = shop.context();
  const plan = await shop.plan(context, { web });
  expect(plan.steps.map((step) => step.id)).toEqual([
    'aws.assume-role:production',
    'ecr.build-image:shop/web@production',
    'ecr.push-image:shop/web@production',
    waitStep,
  ]);
  expect(plan.targets[0]?.steps).toContain(waitStep);
  const { report, events } = await shop.apply(plan, context);
  expect(report.outcome).toBe('succeeded');
  const output = (step: string) => events.find((event) => event.type === 'step-succeeded' && event.step === step);
  const { digest, reference, platforms } = (output('ecr.push-image:shop/web@production') as { output: object })
    .output as Record<string, unknown>;
  expect(output(waitStep)).toMatchObject({ output: { digest, reference, platforms, found: 'nothing' } });
  const asked = shop.sandbox.requests('ecr.DescribeImageScanFindings');
  expect((asked.at(-1)?.at ?? 0) - (asked[0]?.at ?? 0)).toBe(10_000);
});

test.each(['BASIC', 'ENHANCED'])('%s findings at the limit are listed and refuse the image', async (type) => {
  await using shop = await openShop({
    repositories: { 'shop/web': { scanOnPush: true, scanning: { type, findings } } },
    files,
  });
  const context = shop.context();
  const { report, events } = await shop.apply(await shop.plan(context, { web }), context);
  expect(report.targets[0]?.error).toMatchObject({
    code: 'IMAGE_VULNERABLE',
    category: 'refused',
    message: 'image shop/web:v1.2.3 has 1 finding of CRITICAL or above: CRITICAL CVE-2026-1 openssl 3.0.1',
  });
  const lines = events.flatMap((event) => (event.type === 'step-output' && event.step === waitStep ? event.line : []));
  expect(lines).toEqual(['CRITICAL CVE-2026-1 openssl 3.0.1']);

  const accepted = { ...web, scan: { ...scan, ignore: ['CVE-2026-1'] } };
  const again = await shop.plan(shop.context(), { web: accepted });
  expect(again.steps).toEqual([]);
  await expect(shop.plan(shop.context(), { web })).rejects.toMatchObject({
    code: 'IMAGE_VULNERABLE',
    category: 'refused',
  });
});

test('a scan that does not begin by itself is started', async () => {
  await using shop = await openShop({ repositories: { 'shop/web': { scanning: { findings } } }, files });
  const context = shop.context();
  const { report } = await shop.apply(await shop.plan(context, { web }), context);
  expect(report.targets[0]?.error).toMatchObject({ code: 'IMAGE_VULNERABLE' });
  expect(shop.sandbox.requests('ecr.StartImageScan')).toHaveLength(1);
});

test('every image of an index is waited for, and one with findings refuses all', async () => {
  await using shop = await openShop({
    repositories: { 'shop/web': { images: [{ ...pushed, platforms }], scanning: { findings } } },
  });
  const context = shop.context();
  const plan = await shop.plan(context, { web });
  expect(plan.steps.map((step) => step.id)).toEqual(['aws.assume-role:production', waitStep]);
  const { report } = await shop.apply(plan, context);
  expect(report.targets[0]?.error).toMatchObject({ code: 'IMAGE_VULNERABLE' });
  expect(shop.sandbox.requests('ecr.StartImageScan')).toHaveLength(2);
});

test('an index that does not say what its images run on is looked at in all its parts', async () => {
  await using shop = await openShop({
    repositories: { 'shop/proxy': { images: [{ tags: ['v3'], files: { '/a': 'a' }, platforms, scan: { findings } }] } },
  });
  const client = await useRegistryClient(shop.context(), shop.host);
  const stored = await readManifest(client, 'shop/proxy', 'v3');
  const index = JSON.parse(stored?.text ?? '') as { manifests: { platform?: unknown }[] };
  for (const entry of index.manifests) delete entry.platform;
  const text = JSON.stringify(index);
  const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`;
  const mediaType = stored?.mediaType ?? '';
  await putManifest(client, { name: 'shop/proxy', reference: 'v4', digest, text, mediaType });
  const proxy = { repository: 'shop/proxy', prebuilt: { tag: 'v4' }, scan };
  await expect(shop.plan(shop.context(), { proxy })).rejects.toMatchObject({ code: 'IMAGE_VULNERABLE' });
});

test('an image that was scanned before is judged while planning, and needs no step', async () => {
  await using shop = await openShop({ repositories: { 'shop/web': { images: [{ ...pushed, scan: {} }] } } });
  const plan = await shop.plan(shop.context(), { web });
  expect(plan.steps).toEqual([]);
  expect(plan.notes.map((note) => note.text)).toEqual([
    'image shop/web:v1.2.3 is already in ECR, built from this commit',
    'the scan of shop/web:v1.2.3 found nothing of CRITICAL or above',
  ]);
});

test('a copy is scanned where it goes to', async () => {
  await using shop = await openShop({
    repositories: { 'shop/web': { scanOnPush: true, scanning: { findings } } },
    staging: { 'shop/web': { images: [{ ...pushed, platforms }] } },
  });
  const context = shop.context();
  const { report } = await shop.apply(
    await shop.plan(context, { web: { repository: 'shop/web', from: 'staging', scan } }),
    context,
  );
  expect(report.targets[0]?.error).toMatchObject({ code: 'IMAGE_VULNERABLE' });
});

test('a prebuilt image of a repository is held to it too', async () => {
  await using shop = await openShop({
    repositories: { 'shop/proxy': { images: [{ tags: ['v3'], files: { '/a': 'a' }, scan: { findings } }] } },
  });
  const proxy = { repository: 'shop/proxy', prebuilt: { tag: 'v3' } };
  await expect(shop.plan(shop.context(), { proxy: { ...proxy, scan } })).rejects.toMatchObject({
    code: 'IMAGE_VULNERABLE',
    message: expect.stringContaining('shop/proxy:v3'),
  });
  const plan = await shop.plan(shop.context(), {
    proxy: { ...proxy, scan: { failOn: 'CRITICAL', ignore: ['CVE-2026-1'] } },
  });
  expect(plan.steps).toEqual([]);
});

test.each([
  'FAILED',
  'UNSUPPORTED_IMAGE',
  'SCAN_ELIGIBILITY_EXPIRED',
  'FINDINGS_UNAVAILABLE',
  'LIMIT_EXCEEDED',
  'IMAGE_ARCHIVED',
])('a scan that comes to %s refuses the image, at once and in a later plan', async (status) => {
  await using shop = await openShop({
    repositories: { 'shop/web': { scanOnPush: true, scanning: { status } } },
    files,
  });
  const context = shop.context();
  const { report } = await shop.apply(await shop.plan(context, { web }), context);
  const error = {
    code: 'SCAN_IMPOSSIBLE',
    category: 'refused',
    message: `image shop/web:v1.2.3 cannot be scanned: ${status}`,
  };
  expect(report.targets[0]?.error).toMatchObject(error);
  await expect(shop.plan(shop.context(), { web })).rejects.toMatchObject({
    code: 'SCAN_IMPOSSIBLE',
    category: 'refused',
  });
});

test('a scan that takes too long ends the wait, not the image', async () => {
  await using shop = await openShop({
    repositories: { 'shop/web': { scanOnPush: true, scanning: { seconds: 3600 } } },
    files,
  });
  const context = shop.context();
  const waiting = { ...web, scan: { ...scan, waitMinutes: 2 } };
  const { report } = await shop.apply(await shop.plan(context, { web: waiting }), context);
  expect(report.targets[0]?.error).toMatchObject({
    code: 'SCAN_UNFINISHED',
    category: 'failed',
    message: 'the scan of image shop/web:v1.2.3 is still IN_PROGRESS after 2 minutes',
  });
});

test('with enhanced scanning, where a scan cannot be started, its absence is waited for', async () => {
  await using shop = await openShop({ repositories: { 'shop/web': { scanning: { type: 'ENHANCED' } } }, files });
  const context = shop.context();
  const { report } = await shop.apply(await shop.plan(context, { web }), context);
  expect(report.targets[0]?.error).toMatchObject({
    code: 'SCAN_UNFINISHED',
    hint: expect.stringContaining('turn on scanning'),
  });
  expect(shop.sandbox.requests('ecr.StartImageScan')).toHaveLength(1);
});
