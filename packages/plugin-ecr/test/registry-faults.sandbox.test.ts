import { Secret } from '@funade/core';
import { expect, test } from 'vitest';
import { loginKey } from '../src/login/registry-login.ts';
import { readManifest } from '../src/registry/read-image.ts';
import { RegistryClient } from '../src/registry/registry-client.ts';
import { registrySource } from '../src/registry/registry-source.ts';
import { sendImage } from '../src/registry/send-image.ts';
import { type PushStepInput, pushImage } from '../src/steps/push-image.ts';
import { openFaultyShop } from './faulty-shop.ts';
import { imageBytes } from './image-bytes.ts';
import { commit, stepContext } from './test-context.ts';

test.each([
  'GET manifest',
  'GET blob',
  'GET referrers',
  'HEAD manifest',
  'HEAD blob',
  'POST upload',
  'PATCH upload',
  'PUT upload',
  'PUT manifest',
])('a copy goes on when %s is throttled or has a fault', async (call) => {
  await using faulty = await openFaultyShop();
  faulty.shop.sandbox.faults.next(`registry.${call}`, { code: 'TOOMANYREQUESTS', status: 429 });
  faulty.shop.sandbox.faults.next(`registry.${call}`, { body: '', status: 500 });
  faulty.shop.sandbox.faults.next(`registry.${call}`, { body: 'busy', status: 503 });
  await faulty.copy('shop/target-0');
  expect((await imageBytes(faulty.client, 'shop/target-0', 'v1')).equals(faulty.bytes)).toBe(true);
});

test.each([
  ['in seconds', () => '40'],
  ['as a date', (now: number) => new Date(now + 40_000).toUTCString()],
])('a registry that says when to come back, %s, is left alone until then', async (_, header) => {
  await using faulty = await openFaultyShop();
  const { sandbox } = faulty.shop;
  const headers = { 'retry-after': header(sandbox.clock.now()) };
  sandbox.faults.next('registry.HEAD manifest', { body: '', status: 429, headers });
  await faulty.push('shop/target-0');
  const asked = sandbox.requests('registry.HEAD manifest');
  const throttled = asked.findIndex((request) => request.status === 429);
  const [first, second] = asked.slice(throttled).map((request) => request.at);
  expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(39_000);
});

test('a registry that goes on saying no to a copy is told, and the next run goes on', async () => {
  await using faulty = await openFaultyShop();
  faulty.shop.sandbox.faults.always('registry.PUT manifest', { code: 'TOOMANYREQUESTS', status: 429 });
  await expect(faulty.copy('shop/target-0')).rejects.toMatchObject({
    code: 'COPY_FAILED',
    message: expect.stringContaining('429 TOOMANYREQUESTS'),
  });
  faulty.shop.sandbox.faults.clear();
  const uploads = faulty.shop.sandbox.requests('registry.PATCH upload').length;
  await faulty.copy('shop/target-0');
  expect((await imageBytes(faulty.client, 'shop/target-0', 'v1')).equals(faulty.bytes)).toBe(true);
  expect(faulty.shop.sandbox.requests('registry.PATCH upload').length - uploads).toBeLessThan(3);
});

test.each([
  ['other bytes', 'x'.repeat(80_000), 'DIGEST_MISMATCH', /was asked for sha256:\w+ and sent /],
  ['too few bytes', 'x', 'REGISTRY_ERROR', /stopped sending sha256:\w+ after 1 of \d+ bytes/],
])('a source that sends %s is named, and no blob of them comes into being', async (...[, body, code, text]) => {
  await using faulty = await openFaultyShop();
  const uploads = faulty.shop.sandbox.requests('registry.PUT upload').length;
  faulty.shop.sandbox.faults.always('registry.GET blob', { body, status: 200 });
  await expect(faulty.copy('shop/target-0')).rejects.toMatchObject({
    code,
    message: expect.stringMatching(text),
  });
  faulty.shop.sandbox.faults.clear();
  expect(await readManifest(faulty.client, 'shop/target-0', 'v1')).toBeNull();
  expect(faulty.shop.sandbox.requests('registry.PUT upload')).toHaveLength(uploads);
  await faulty.copy('shop/target-0');
  expect((await imageBytes(faulty.client, 'shop/target-0', 'v1')).equals(faulty.bytes)).toBe(true);
});

test('bytes that are wrong once are asked for again', async () => {
  await using faulty = await openFaultyShop();
  faulty.shop.sandbox.faults.next('registry.GET blob', { body: 'x'.repeat(80_000), status: 200 }, 2);
  await faulty.copy('shop/target-0');
  expect((await imageBytes(faulty.client, 'shop/target-0', 'v1')).equals(faulty.bytes)).toBe(true);
});

test('a manifest with another digest than was asked for is refused', async () => {
  await using faulty = await openFaultyShop();
  const fault = { body: '{"schemaVersion":2,"manifests":[]}', status: 200 };
  const source = new RegistryClient({
    host: faulty.shop.stagingHost,
    user: { name: 'AWS', password: new Secret('x') },
    context: faulty.context,
  });
  faulty.shop.sandbox.faults.always('registry.GET manifest', fault);
  const image = { digest: faulty.digest, name: 'shop/target-0', tag: 'v1', mountFrom: null };
  await expect(sendImage(faulty.client, registrySource(source, 'shop/source'), image)).rejects.toMatchObject({
    code: 'DIGEST_MISMATCH',
    message: expect.stringMatching(/was asked for sha256:\w+ and sent sha256:\w+$/),
  });
});

test('a wrong password is told as a refusal, and never repeated', async () => {
  await using faulty = await openFaultyShop();
  await using context = faulty.shop.context();
  await context.resources.use(loginKey.of('production'), () => ({
    user: async () => ({ name: 'AWS', password: context.resources.secrets.keep('not-the-password') }),
    renew: async () => null,
  }));
  const built = { kind: 'layout' as const, path: faulty.layout, digest: faulty.digest, platforms: [], mountFrom: null };
  const repository = 'shop/target-0';
  const input: PushStepInput = {
    repository,
    repositoryUri: `${faulty.shop.host}/${repository}`,
    tag: 'v1',
    revision: commit,
    built,
  };
  const before = faulty.shop.sandbox.requests('registry.*').length;
  await expect(pushImage.run(input, stepContext(context, 'ecr.push-image'))).rejects.toMatchObject({
    code: 'REGISTRY_DENIED',
    message: expect.stringContaining('401'),
  });
  expect(faulty.shop.sandbox.requests('registry.*').length - before).toBe(1);
});

test('a login is renewed before its twelve hours end', async () => {
  await using faulty = await openFaultyShop();
  const { sandbox } = faulty.shop;
  const logins = (): number => sandbox.requests('ecr.GetAuthorizationToken').length;
  await readManifest(faulty.client, 'shop/target-0', 'v1');
  const before = logins();
  await sandbox.clock.advance({ seconds: 11 * 3600 });
  await readManifest(faulty.client, 'shop/target-0', 'v1');
  expect(logins()).toBe(before);
  await sandbox.clock.advance({ seconds: 2 * 3600 });
  await readManifest(faulty.client, 'shop/target-0', 'v1');
  expect(logins()).toBe(before + 1);
});

test('a login that the registry takes no longer is had anew, once', async () => {
  await using faulty = await openFaultyShop();
  const { sandbox } = faulty.shop;
  const logins = (): number => sandbox.requests('ecr.GetAuthorizationToken').length;
  await readManifest(faulty.client, 'shop/target-0', 'v1');
  const before = logins();
  const expired = {
    code: 'DENIED',
    status: 403,
    message: 'Your authorization token has expired. Reauthenticate and try again.',
  };
  await sandbox.clock.advance({ minutes: 5 });
  sandbox.faults.next('registry.GET manifest', expired);
  expect(await readManifest(faulty.client, 'shop/target-0', 'v1')).toBeNull();
  expect(logins()).toBe(before + 1);
  sandbox.faults.always('registry.GET manifest', expired);
  await sandbox.clock.advance({ minutes: 5 });
  await expect(readManifest(faulty.client, 'shop/target-0', 'v1')).rejects.toMatchObject({ status: 403 });
  expect(logins()).toBe(before + 2);
});

test('a registry that hangs is given up within the time of three calls', async () => {
  await using faulty = await openFaultyShop();
  const { sandbox } = faulty.shop;
  const before = sandbox.clock.now();
  sandbox.faults.always('registry.GET manifest', { delay: 3_600_000 });
  await expect(readManifest(faulty.client, 'shop/target-0', 'v1')).rejects.toMatchObject({
    code: 'REGISTRY_ERROR',
    message: expect.stringMatching(/^GET 127.*manifests\/v1 failed: .* 30 s$/),
  });
  expect(sandbox.clock.now() - before).toBeGreaterThanOrEqual(90_000);
  expect(sandbox.clock.now() - before).toBeLessThan(95_000);
});

test('an upload that a registry does not take is given up', async () => {
  await using faulty = await openFaultyShop();
  const { sandbox } = faulty.shop;
  const before = sandbox.clock.now();
  sandbox.faults.always('registry.PATCH upload', { delay: 3_600_000 });
  await expect(faulty.push('shop/target-0')).rejects.toMatchObject({ code: 'REGISTRY_ERROR' });
  expect(sandbox.clock.now() - before).toBeLessThan(600_000);
});
