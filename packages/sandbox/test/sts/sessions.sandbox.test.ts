import { ECSClient, ListClustersCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/index.ts';
import { configOf, ecsClient, refusalOf, stsClient } from '../clients.ts';
import { account, arn, assume, aud, seed, sub, whoAmI } from './support.ts';

describe('who somebody is', () => {
  test('1.1 a user is who its keys say', async () => {
    await using sandbox = await startSandbox({ seed });
    const { Account, Arn, UserId } = await whoAmI(sandbox);
    expect({ Account, Arn }).toEqual({ Account: account, Arn: `arn:aws:iam::${account}:user/ann` });
    expect(UserId).toMatch(/^AIDA[A-Z2-7]{16}$/);
  });

  test('1.2 a session is named after its role, without the path', async () => {
    await using sandbox = await startSandbox({ seed });
    const { Arn, UserId } = await whoAmI(sandbox, { role: 'team/long' });
    expect(Arn).toBe(`arn:aws:sts::${account}:assumed-role/long/sandbox`);
    expect(UserId).toMatch(/^AROA[A-Z2-7]{16}:sandbox$/);
  });

  test('1.3 a user who may do nothing with STS still learns who it is', async () => {
    await using sandbox = await startSandbox({ seed });
    expect(await whoAmI(sandbox, { user: 'bob' })).toMatchObject({ Arn: `arn:aws:iam::${account}:user/bob` });
  });
});

const assumeRole = (
  sandbox: Sandbox,
  who: Parameters<Sandbox['environment']>[0],
  { role, duration }: { readonly role: string; readonly duration?: number },
) =>
  stsClient(sandbox, who).send(
    new AssumeRoleCommand({
      RoleArn: arn(role),
      RoleSessionName: 'person',
      ...(duration === undefined ? {} : { DurationSeconds: duration }),
    }),
  );

describe('AssumeRole', () => {
  test.each([
    ['a named user', { user: 'ann' }, 'deploy'],
    ['a session of a named role', { role: 'team/long' }, 'second'],
    ['anybody at all', { account: '222222222222' }, 'team/long'],
  ])('3.1 the role trusts %s', async (_, who, role) => {
    await using sandbox = await startSandbox({ seed });
    const { AssumedRoleUser } = await assumeRole(sandbox, who, { role });
    expect(AssumedRoleUser?.Arn).toBe(`arn:aws:sts::${account}:assumed-role/${role.split('/').at(-1)}/person`);
  });

  test.each(['deploy', 'missing'])('3.2 a caller that role %s does not trust is refused', async (role) => {
    await using sandbox = await startSandbox({ seed });
    expect(await refusalOf(assumeRole(sandbox, { account: '222222222222' }, { role }))).toEqual({
      code: 'AccessDenied',
      message: `User: arn:aws:iam::222222222222:user/sandbox is not authorized to perform: sts:AssumeRole on resource: ${arn(role)}`,
      status: 403,
    });
  });

  test('3.3 a chained session lasts an hour at most', async () => {
    await using sandbox = await startSandbox({ seed });
    expect(await refusalOf(assumeRole(sandbox, { role: 'team/long' }, { role: 'second', duration: 3601 }))).toEqual({
      code: 'ValidationError',
      message: 'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
      status: 400,
    });
  });
});

describe('sessions', () => {
  test.each([
    [undefined, 3600],
    [900, 900],
    [7200, 7200],
  ])('4.1 a session for %s seconds lasts %s', async (duration, seconds) => {
    await using sandbox = await startSandbox({ seed });
    const answer = await assume(sandbox, {
      token: await sandbox.token({ sub, aud }),
      ...(duration === undefined ? {} : { duration }),
    });
    expect(answer.Credentials?.Expiration?.getTime()).toBe(sandbox.clock.now() + seconds * 1000);
  });

  test('4.2 a session longer than the role allows is refused', async () => {
    await using sandbox = await startSandbox({ seed });
    const token = await sandbox.token({ sub, aud });
    expect(await refusalOf(assume(sandbox, { token, duration: 7201 }))).toEqual({
      code: 'ValidationError',
      message: 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
      status: 400,
    });
  });

  test.each([
    [{ name: 'a b' }, "Value 'a b' at 'roleSessionName' failed to satisfy constraint"],
    [{ duration: 899 }, "Value '899' at 'durationSeconds' failed to satisfy constraint"],
    [{ duration: 43_201 }, "Value '43201' at 'durationSeconds' failed to satisfy constraint"],
  ])('4.3 a malformed parameter is named: %o', async (part, text) => {
    await using sandbox = await startSandbox({ seed });
    const token = await sandbox.token({ sub, aud });
    const { code, message } = await refusalOf(assume(sandbox, { token, ...part }));
    expect(code).toBe('ValidationError');
    expect(message).toContain(`1 validation error detected: ${text}`);
  });

  test('4.4 a session that has ended is refused by every protocol in its way', async () => {
    await using sandbox = await startSandbox({ seed });
    const env = sandbox.environment({ role: 'deploy' });
    const list = () => new ECSClient(configOf(env)).send(new ListClustersCommand({}));
    await list();
    await sandbox.clock.advance({ hours: 2 });
    const message = 'The security token included in the request is expired';
    expect(await refusalOf(list())).toEqual({ code: 'ExpiredTokenException', message, status: 400 });
    expect(await refusalOf(new STSClient(configOf(env)).send(new GetCallerIdentityCommand({})))).toEqual({
      code: 'ExpiredToken',
      message,
      status: 403,
    });
  });
});

describe('permissions', () => {
  test('6.1 a JSON service names caller, action and resource', async () => {
    await using sandbox = await startSandbox({ seed });
    const update = new UpdateServiceCommand({ cluster: 'main', service: 'web', forceNewDeployment: true });
    expect(await refusalOf(ecsClient(sandbox, { role: 'deploy' }).send(update))).toEqual({
      code: 'AccessDeniedException',
      message: `User: arn:aws:sts::${account}:assumed-role/deploy/sandbox is not authorized to perform: ecs:UpdateService on resource: arn:aws:ecs:us-east-1:${account}:service/main/web because no identity-based policy allows the ecs:UpdateService action`,
      status: 400,
    });
  });

  test('6.2 STS says the same', async () => {
    await using sandbox = await startSandbox({ seed });
    expect(await refusalOf(assumeRole(sandbox, { role: 'deploy' }, { role: 'team/long' }))).toEqual({
      code: 'AccessDenied',
      message: `User: arn:aws:sts::${account}:assumed-role/deploy/sandbox is not authorized to perform: sts:AssumeRole on resource: ${arn('team/long')} because no identity-based policy allows the sts:AssumeRole action`,
      status: 403,
    });
  });
});
