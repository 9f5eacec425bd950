import { Secret } from '@funade/core';
import { expect, test } from 'vitest';
import { readManifest } from '../src/registry/read-image.ts';
import { RegistryClient } from '../src/registry/registry-client.ts';
import { registrySource } from '../src/registry/registry-source.ts';
import { sendImage } from '../src/registry/send-image.ts';
import { type PushStepInput, pushImage } from '../src/steps/push-image.ts';
import { openFaultyShop } from './faulty-shop.ts';
import { imageBytes } from './image-bytes.ts';
import { commit, stepContext } from './world.ts';

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
  ['other bytes', 'x'.repeat(80_000), /sent sha256:\w+ as sha256:/],
  ['too few bytes', 'x', /broke sha256:\w+ off after 1 of \d+ bytes/],
])('a source that sends %s is named, and no blob of them comes into being', async (_, body, text) => {
  await using faulty = await openFaultyShop();
  const uploads = faulty.shop.sandbox.requests('registry.PUT upload').length;
  faulty.shop.sandbox.faults.always('registry.GET blob', { body, status: 200 });
  await expect(faulty.copy('shop/target-0')).rejects.toMatchObject({
    code: 'REGISTRY_ERROR',
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
    clock: faulty.shop.sandbox.clock,
    signal: faulty.world.signal,
  });
  faulty.shop.sandbox.faults.always('registry.GET manifest', fault);
  const image = { digest: faulty.digest, name: 'shop/target-0', tag: 'v1', mountFrom: null };
  await expect(sendImage(faulty.client, registrySource(source, 'shop/source'), image)).rejects.toMatchObject({
    code: 'REGISTRY_ERROR',
    message: expect.stringMatching(/it came as sha256:/),
  });
});

test('a wrong password is told as a refusal, and never repeated', async () => {
  await using faulty = await openFaultyShop();
  await using world = faulty.shop.world();
  await world.resources.use('ecr.login:production', () => ({
    user: async () => ({ name: 'AWS', password: world.resources.secrets.keep('not-the-password') }),
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
  await expect(pushImage.run(input, stepContext(world, 'ecr.push-image'))).rejects.toMatchObject({
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
