import { expect, test } from 'vitest';
import * as sandboxPackage from '../src/index.ts';
import { describeSandbox, startSandbox } from '../src/index.ts';

test('the public names are these', () => {
  expect(Object.keys(sandboxPackage).sort()).toEqual([
    'behaviourNames',
    'describeSandbox',
    'seedSchema',
    'startSandbox',
  ]);
});

test('a seed that is not valid is refused with every mistake', async () => {
  const seed = { accounts: { '123': {}, '111111111111': { roles: { r: { trust: { audiences: 'x' } } } } } } as never;
  const error = await startSandbox({ seed }).catch((reason: Error) => reason);
  expect(error).toBeInstanceOf(TypeError);
  expect((error as Error).message).toMatchInlineSnapshot(`
    "the seed is not valid
    ✖ Invalid key in record
      → at accounts.123
    ✖ Unrecognized key: "audiences"
      → at accounts.111111111111.roles.r.trust"
  `);
});

test('a taken port is refused, and nothing is left listening', async () => {
  await using first = await startSandbox();
  const port = Number(new URL(first.endpoint).port);
  await expect(startSandbox({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

test('each account and region has its registry, and one that is used later gets one too', async () => {
  const seed = {
    accounts: {
      '111111111111': { regions: { 'eu-west-1': {}, 'us-east-1': {} } },
      '222222222222': { regions: { 'eu-west-1': {} } },
    },
  };
  await using sandbox = await startSandbox({ seed });
  expect(sandbox.registries.map(({ account, region }) => `${account} ${region}`)).toEqual([
    '111111111111 eu-west-1',
    '111111111111 us-east-1',
    '222222222222 eu-west-1',
  ]);
  expect(new Set(sandbox.registries.map(({ host }) => host)).size).toBe(3);
});

test('a sandbox describes itself to whoever is outside its process', async () => {
  const seed = { accounts: { '111111111111': { regions: { 'eu-west-1': {} } }, '222222222222': {} } };
  await using sandbox = await startSandbox({ seed });
  const description = describeSandbox(sandbox);
  expect(JSON.parse(JSON.stringify(description))).toEqual(description);
  expect(description).toMatchObject({
    endpoint: sandbox.endpoint,
    issuer: `${sandbox.endpoint}/oidc`,
    registries: sandbox.registries,
    environment: { AWS_ENDPOINT_URL: sandbox.endpoint, AWS_REGION: 'eu-west-1' },
    accounts: { '111111111111': { AWS_REGION: 'eu-west-1' }, '222222222222': { AWS_REGION: 'us-east-1' } },
    tokenCommand: expect.stringContaining(sandbox.endpoint),
  });
});

test('the same seed gives the same keys', async () => {
  await using first = await startSandbox();
  await using second = await startSandbox();
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = first.environment();
  expect(second.environment()).toMatchObject({ AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY });
  expect(() => first.environment({ account: '999999999999' })).toThrow('the seed has no account 999999999999');
  expect(() => first.environment({ role: 'nope' })).toThrow('account 111111111111 has no role nope');
});

test('a seed of its randomness decides the keys of sessions too', async () => {
  const seed = { accounts: { '111111111111': { roles: { deploy: {} }, regions: { 'us-east-1': {} } } } };
  const sessionOf = async (randomSeed?: string) => {
    await using sandbox = await startSandbox({ seed, ...(randomSeed === undefined ? {} : { randomSeed }) });
    const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = sandbox.environment({ role: 'deploy' });
    return [AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN];
  };
  expect(await sessionOf('one')).toEqual(await sessionOf('one'));
  expect(await sessionOf('one')).not.toEqual(await sessionOf('two'));
  expect(await sessionOf()).not.toEqual(await sessionOf());
});

test('the owner of an account does what an operation does, without a request', async () => {
  const family = { family: 'api', containerDefinitions: [{ name: 'app', image: 'app:1', memory: 128 }] };
  const regions = { 'eu-west-1': { taskDefinitions: [family] } };
  await using sandbox = await startSandbox({ seed: { accounts: { '111111111111': { regions } } } });
  sandbox.faults.always('*', { reset: true });
  await sandbox.call('ecs.DeregisterTaskDefinition', { taskDefinition: 'api:1' });
  expect(sandbox.ecs.taskDefinitions()).toMatchObject([{ family: 'api', revision: 1, status: 'INACTIVE', tags: [] }]);
  expect(sandbox.requests()).toEqual([]);
  await expect(sandbox.call('ecs.DescribeTaskDefinition', { taskDefinition: 'web' })).rejects.toMatchObject({
    code: 'ClientException',
  });
});
