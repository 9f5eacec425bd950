import { startSandbox } from '@funade/sandbox';
import { expect, test } from 'vitest';
import { useRegistryUser } from '../src/login/registry-login.ts';
import { testContext } from './test-context.ts';

const account = '222222222222';
const region = 'eu-west-1';

async function startLogin() {
  const sandbox = await startSandbox({ seed: { accounts: { [account]: { regions: { [region]: {} } } } } });
  const context = testContext({ clock: sandbox.clock, env: sandbox.environment({ account, region }) });
  return {
    sandbox,
    context,
    logins: () => sandbox.requests('ecr.GetAuthorizationToken').length,
    async [Symbol.asyncDispose]() {
      await context[Symbol.asyncDispose]();
      await sandbox[Symbol.asyncDispose]();
    },
  };
}

test('one login serves all that ask', async () => {
  await using login = await startLogin();
  const users = await Promise.all([useRegistryUser(login.context), useRegistryUser(login.context)]);
  expect(users[0]).toBe(users[1]);
  expect(await useRegistryUser(login.context)).toBe(users[0]);
  expect(login.logins()).toBe(1);
});

test('a login that failed is tried again by the next that asks', async () => {
  await using login = await startLogin();
  login.sandbox.faults.next('ecr.GetAuthorizationToken', { code: 'AccessDeniedException' });
  await expect(useRegistryUser(login.context)).rejects.toMatchObject({ category: 'failed' });
  expect(await useRegistryUser(login.context)).toMatchObject({ name: 'AWS' });
  expect(login.logins()).toBe(2);
});

test('a login is renewed before it ends, whatever the clock is set to, and what it was is secret', async () => {
  await using login = await startLogin();
  const first = await useRegistryUser(login.context);
  await login.sandbox.clock.advance({ hours: 11.5 });
  expect(await useRegistryUser(login.context)).toBe(first);
  await login.sandbox.clock.advance({ minutes: 20 });
  const second = await useRegistryUser(login.context);
  expect(second.password.reveal()).not.toBe(first.password.reveal());
  const { redact } = login.context.resources.secrets;
  for (const { name, password } of [first, second]) {
    expect(redact(`--password ${password.reveal()}`)).toBe('--password [secret]');
    expect(redact(btoa(`${name}:${password.reveal()}`))).toBe('[secret]');
  }
});
