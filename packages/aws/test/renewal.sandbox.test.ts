import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs';
import { type Sandbox, startSandbox } from '@funade/sandbox';
import { expect, test } from 'vitest';
import { type AwsSession, translateError, useSession } from '../src/index.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { account, role, worldOf } from './test-context.ts';

const seed = {
  accounts: {
    [account]: {
      roles: {
        deploy: {
          trust: {
            audience: ['sts.amazonaws.com', 'https://gitlab.example'],
            subjects: ['repo:o/r:*', 'project_path:g/p:*'],
            principals: [account],
          },
        },
      },
      regions: { 'eu-west-1': { clusters: { shop: {} } } },
    },
  },
};

const githubJob = { repository: 'o/r', ref: 'refs/tags/v1.2.0' };
const assumed = (sandbox: Sandbox) => sandbox.requests('sts.AssumeRole*').filter(({ status }) => status === 200).length;

function ecsOf(session: AwsSession): { describe(): Promise<unknown> } {
  const client = new ECSClient(session.clientConfigFor('ecs'));
  const command = () => new DescribeServicesCommand({ cluster: 'shop', services: ['api'] });
  return {
    describe: () =>
      client.send(command()).catch((error: unknown) => {
        throw translateError(error, { operation: 'ecs:DescribeServices' });
      }),
  };
}

test('a wait that outlives the session goes on with a new one from a new token', async () => {
  await using sandbox = await startSandbox({ seed });
  const context = worldOf(sandbox, { environment: { role }, env: await sandbox.githubEnvironment(githubJob) });
  const session = await useSession(context);
  const ecs = ecsOf(session);
  for (let looks = 0; looks < 4; looks++) {
    await ecs.describe();
    await sandbox.clock.advance({ minutes: 14 });
  }
  await ecs.describe();
  await sandbox.clock.advance({ minutes: 30 });
  await ecs.describe();
  const tokens = sandbox.requests('sts.AssumeRoleWithWebIdentity').map(({ body }) => JSON.stringify(body));
  expect(new Set(tokens).size).toBe(2);
  expect(session.expiresAt).toBe(sandbox.clock.now() + 1_800_000);
  expect(sandbox.requests('ecs.DescribeServices').map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
  await context.resources.close();
});

test('a session of keys is renewed with the keys', async () => {
  await using sandbox = await startSandbox({ seed });
  const context = worldOf(sandbox, { environment: { role }, env: sandbox.environment({ account }) });
  const ecs = ecsOf(await useSession(context));
  await sandbox.clock.advance({ minutes: 65 });
  await ecs.describe();
  expect(sandbox.requests('sts.AssumeRole')).toHaveLength(2);
  await context.resources.close();
});

test('calls at the same time share one renewal, whatever their client', async () => {
  await using sandbox = await startSandbox({ seed });
  const context = worldOf(sandbox, { environment: { role }, env: await sandbox.githubEnvironment(githubJob) });
  const session = await useSession(context);
  const clients = [ecsOf(session), ecsOf(session)];
  await sandbox.clock.advance({ minutes: 56 });
  await Promise.all(Array.from({ length: 20 }, (_, index) => clients[index % 2]?.describe()));
  expect(assumed(sandbox)).toBe(2);
  await context.resources.close();
});

test('calls far from the end of the session make none of STS', async () => {
  await using sandbox = await startSandbox({ seed });
  const context = worldOf(sandbox, { environment: { role }, env: await sandbox.githubEnvironment(githubJob) });
  const ecs = ecsOf(await useSession(context));
  for (let i = 0; i < 10; i++) await ecs.describe();
  expect(sandbox.requests('sts.*')).toHaveLength(1);
  await context.resources.close();
});

test('a renewal that fails is no failure while the session is valid, and is tried once a minute', async () => {
  await using sandbox = await startSandbox({ seed });
  const context = worldOf(sandbox, { environment: { role }, env: await sandbox.githubEnvironment(githubJob) });
  const ecs = ecsOf(await useSession(context));
  sandbox.faults.next('sts.AssumeRoleWithWebIdentity', { code: 'AccessDenied', status: 403 });
  await sandbox.clock.advance({ minutes: 56 });
  for (let i = 0; i < 5; i++) await ecs.describe();
  expect(sandbox.requests('sts.AssumeRoleWithWebIdentity')).toHaveLength(2);
  await context.resources.close();
});

test('a GitLab token that ended with its job ends the session, clearly and once', async () => {
  await using sandbox = await startSandbox({ seed });
  const token = await sandbox.token({
    sub: 'project_path:g/p:ref_type:tag:ref:v1',
    aud: 'https://gitlab.example',
    expiresIn: 1800,
  });
  const context = worldOf(sandbox, { environment: { role }, env: { GITLAB_CI: 'true', AWS_ID_TOKEN: token } });
  const session = await useSession(context);
  expect(session.endsAt).toBe(session.expiresAt);
  const ecs = ecsOf(session);
  await sandbox.clock.advance({ minutes: 58 });
  await ecs.describe();
  await sandbox.clock.advance({ minutes: 2 });
  for (let i = 0; i < 3; i++) {
    const error: unknown = await ecs.describe().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'ID_TOKEN_EXPIRED', hint: expect.stringContaining("the job's timeout") });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(token);
  }
  expect(sandbox.requests('sts.AssumeRoleWithWebIdentity')).toHaveLength(2);
  await context.resources.close();
});

test('keys that have expired say so', async () => {
  await using sandbox = await startSandbox({ seed });
  const context = worldOf(sandbox, { env: sandbox.environment({ account, role: 'deploy' }) });
  const ecs = ecsOf(await useSession(context));
  await sandbox.clock.advance({ minutes: 61 });
  await expect(ecs.describe()).rejects.toMatchObject({ code: 'AWS_EXPIRED_TOKEN' });
  await context.resources.close();
});

test('what is secret in a session is known to be', async () => {
  await using sandbox = await startSandbox({ seed });
  const env = await sandbox.githubEnvironment(githubJob);
  const context = worldOf(sandbox, { environment: { role }, env });
  const session = await useSession(context);
  const { accessKeyId, secretAccessKey, sessionToken } = await session.clientConfigFor('ecs').credentials();
  const [assume] = sandbox.requests('sts.AssumeRoleWithWebIdentity');
  const { WebIdentityToken } = (assume?.body ?? {}) as Readonly<Record<string, string>>;
  for (const secret of [
    accessKeyId,
    secretAccessKey,
    sessionToken,
    WebIdentityToken,
    env.ACTIONS_ID_TOKEN_REQUEST_TOKEN,
  ]) {
    expect(secret).toBeTruthy();
    expect(context.resources.secrets.redact(`it is ${secret}.`)).toBe('it is [secret].');
  }
  await context.resources.close();
});

const expired = { code: 'ExpiredTokenException', message: 'The security token included in the request is expired' };

test('a session that AWS says has ended is renewed once, whatever its own time says', async () => {
  await using sandbox = await startSandbox({ seed });
  const context = worldOf(sandbox, { environment: { role }, env: await sandbox.githubEnvironment(githubJob) });
  const ecs = ecsOf(await useSession(context));
  sandbox.faults.next('ecs.DescribeServices', expired);
  await ecs.describe();
  expect(assumed(sandbox)).toBe(2);
  expect(sandbox.requests('ecs.DescribeServices').map(({ status }) => status)).toEqual([400, 200]);
  await context.resources.close();
});

test('calls at the same time whose session has ended share one renewal', async () => {
  await using sandbox = await startSandbox({ seed });
  const context = worldOf(sandbox, { environment: { role }, env: sandbox.environment({ account }) });
  const ecs = ecsOf(await useSession(context));
  // So that all of them have failed before there is another session.
  sandbox.faults.latency('sts.AssumeRole', 1000);
  sandbox.faults.next('ecs.DescribeServices', expired, 10);
  await Promise.all(Array.from({ length: 10 }, () => ecs.describe()));
  expect(sandbox.requests('sts.AssumeRole')).toHaveLength(2);
  await context.resources.close();
});

test('a session that AWS takes for ended after its renewal too is told with what may be the reason', async () => {
  await using sandbox = await startSandbox({ seed });
  const context = worldOf(sandbox, { environment: { role }, env: await sandbox.githubEnvironment(githubJob) });
  const ecs = ecsOf(await useSession(context));
  sandbox.faults.always('ecs.DescribeServices', expired);
  await expect(ecs.describe()).rejects.toMatchObject({
    code: 'AWS_EXPIRED_TOKEN',
    hint: expect.stringContaining('check this machine’s clock'),
  });
  expect([assumed(sandbox), sandbox.requests('ecs.DescribeServices').length]).toEqual([2, 2]);
  await context.resources.close();
});

test('what keeps an ended session from being renewed is told in its place', async () => {
  await using sandbox = await startSandbox({ seed });
  const token = await sandbox.token({
    sub: 'project_path:g/p:ref_type:tag:ref:v1',
    aud: 'https://gitlab.example',
    expiresIn: 1800,
  });
  const context = worldOf(sandbox, { environment: { role }, env: { GITLAB_CI: 'true', AWS_ID_TOKEN: token } });
  const ecs = ecsOf(await useSession(context));
  await sandbox.clock.advance({ minutes: 40 });
  sandbox.faults.always('ecs.DescribeServices', expired);
  for (let count = 0; count < 2; count++)
    await expect(ecs.describe()).rejects.toMatchObject({ code: 'ID_TOKEN_EXPIRED' });
  expect(sandbox.requests('sts.AssumeRole*')).toHaveLength(2);
  await context.resources.close();
});

test('keys that have ended are told as that, after one look whether there are others', async () => {
  await using sandbox = await startSandbox({ seed });
  const context = worldOf(sandbox, { env: sandbox.environment({ account }) });
  const ecs = ecsOf(await useSession(context));
  sandbox.faults.always('ecs.DescribeServices', expired);
  await expect(ecs.describe()).rejects.toMatchObject({
    code: 'AWS_EXPIRED_TOKEN',
    hint: expect.stringContaining('sign in again'),
  });
  expect(sandbox.requests('ecs.DescribeServices')).toHaveLength(1);
  await context.resources.close();
});

test('whoever signs in again while a command runs is seen', async () => {
  await using sandbox = await startSandbox({ seed });
  const file = (given: Readonly<Record<string, string>>): string =>
    `[default]\naws_access_key_id=${given.AWS_ACCESS_KEY_ID}\naws_secret_access_key=${given.AWS_SECRET_ACCESS_KEY}\n` +
    (given.AWS_SESSION_TOKEN === undefined ? '' : `aws_session_token=${given.AWS_SESSION_TOKEN}\n`);
  const first = sandbox.environment({ account, role: 'deploy' });
  await using home = await temporaryFolder({ '.aws/credentials': file(first) });
  const context = worldOf(sandbox, { env: { HOME: home.path } });
  const ecs = ecsOf(await useSession(context));
  await sandbox.clock.advance({ minutes: 61 });
  await writeFile(join(home.path, '.aws/credentials'), file(sandbox.environment({ account, role: 'deploy' })));
  await ecs.describe();
  expect(sandbox.requests('ecs.DescribeServices').map(({ status }) => status)).toEqual([400, 200]);
  await context.resources.close();
});
