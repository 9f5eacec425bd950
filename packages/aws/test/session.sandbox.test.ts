import { inspect } from 'node:util';
import { errorInfo, type World } from '@funade/core';
import { type Sandbox, startSandbox } from '@funade/sandbox';
import { describe, expect, test } from 'vitest';
import { useSession } from '../src/index.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { account, role, worldOf } from './world.ts';

const other = '111111111111';
const trust = { audience: ['sts.amazonaws.com', 'https://gitlab.example'] };
const seed = {
  accounts: {
    [account]: {
      roles: {
        deploy: {
          trust: {
            ...trust,
            subjects: ['repo:o/r:ref:refs/tags/*', 'project_path:g/p:ref_type:tag:ref:*'],
            principals: [other, `arn:aws:iam::${account}:role/pod`],
          },
        },
        pod: { trust: { ...trust, subjects: ['system:serviceaccount:ci:runner'] } },
      },
      regions: { 'eu-west-1': {} },
    },
    [other]: { regions: { 'eu-west-1': {} } },
  },
};

const calls = (sandbox: Sandbox): readonly string[] => sandbox.requests().map(({ operation }) => operation);
const githubJob = { repository: 'o/r', ref: 'refs/tags/v1.2.0' };
const gitlabSub = 'project_path:g/p:ref_type:tag:ref:v1.2.0';

/** A world of the environment with the role, closed with the test. */
function deploying(sandbox: Sandbox, env: World['env'], differs: Partial<World['environment']> = {}): World {
  return worldOf(sandbox, { environment: { role, ...differs }, env });
}

describe('a job with an identity token', () => {
  test('on GitHub is the role after one call of STS', async () => {
    await using sandbox = await startSandbox({ seed });
    const world = deploying(sandbox, await sandbox.githubEnvironment(githubJob));
    const session = await useSession(world);
    expect(session).toMatchObject({
      account,
      region: 'eu-west-1',
      callerArn: `arn:aws:sts::${account}:assumed-role/deploy/funade-shop-github-1`,
      expiresAt: sandbox.clock.now() + 3_600_000,
      endsAt: null,
    });
    expect(calls(sandbox)).toEqual(['oidc.github', 'sts.AssumeRoleWithWebIdentity']);
    const [tokenRequest, assume] = sandbox.requests();
    expect(tokenRequest?.body).toMatchObject({ query: { 'api-version': '2.0', audience: 'sts.amazonaws.com' } });
    expect(assume?.body).toMatchObject({ RoleArn: role, DurationSeconds: '3600' });
    await world.resources.close();
  });

  test('on GitLab is the role, and knows when it ends', async () => {
    await using sandbox = await startSandbox({ seed });
    const token = await sandbox.token({ sub: gitlabSub, aud: 'https://gitlab.example', expiresIn: 7200 });
    const world = deploying(sandbox, { GITLAB_CI: 'true', CI_PIPELINE_ID: '4711', AWS_ID_TOKEN: token });
    const session = await useSession(world);
    expect(session.callerArn).toBe(`arn:aws:sts::${account}:assumed-role/deploy/funade-shop-gitlab-4711`);
    expect(session.endsAt).toBe(sandbox.clock.now() + 7_200_000);
    await world.resources.close();
  });

  test('is the role of the config, whatever credentials are around', async () => {
    await using sandbox = await startSandbox({ seed });
    const keys = sandbox.environment({ account: other });
    const world = deploying(sandbox, { ...keys, ...(await sandbox.githubEnvironment(githubJob)) });
    expect((await useSession(world)).callerArn).toContain(':assumed-role/deploy/');
    expect(calls(sandbox)).not.toContain('sts.AssumeRole');
    await world.resources.close();
  });

  test('asks once, however many ask for the session', async () => {
    await using sandbox = await startSandbox({ seed });
    const world = deploying(sandbox, await sandbox.githubEnvironment(githubJob));
    const sessions = await Promise.all([useSession(world), useSession(world), useSession(world)]);
    expect(new Set([...sessions, await useSession(world)]).size).toBe(1);
    expect(calls(sandbox)).toHaveLength(2);
    await world.resources.close();
  });
});

describe('credentials that are found', () => {
  test('are used as they are without a role, after one call of STS', async () => {
    await using sandbox = await startSandbox({ seed });
    const world = worldOf(sandbox, { env: sandbox.environment({ account }) });
    const session = await useSession(world);
    expect(session).toMatchObject({ callerArn: `arn:aws:iam::${account}:user/sandbox`, expiresAt: null, endsAt: null });
    expect(calls(sandbox)).toEqual(['sts.GetCallerIdentity']);
    await world.resources.close();
  });

  test('assume the role', async () => {
    await using sandbox = await startSandbox({ seed });
    const world = deploying(sandbox, { ...sandbox.environment({ account: other }), USER: 'alice' });
    expect((await useSession(world)).callerArn).toBe(`arn:aws:sts::${account}:assumed-role/deploy/funade-shop-alice`);
    expect(calls(sandbox)).toEqual(['sts.GetCallerIdentity', 'sts.AssumeRole']);
    await world.resources.close();
  });

  test('that are the role already do not assume it', async () => {
    await using sandbox = await startSandbox({ seed });
    const world = deploying(sandbox, sandbox.environment({ account, role: 'deploy' }));
    expect((await useSession(world)).callerArn).toContain(':assumed-role/deploy/sandbox');
    expect(calls(sandbox)).toEqual(['sts.GetCallerIdentity']);
    await world.resources.close();
  });

  test('of a pod assume the role from its own', async () => {
    await using sandbox = await startSandbox({ seed });
    await using folder = await podFolder(
      await sandbox.token({ sub: 'system:serviceaccount:ci:runner', aud: 'sts.amazonaws.com' }),
    );
    const pod = `arn:aws:iam::${account}:role/pod`;
    const world = deploying(sandbox, { AWS_WEB_IDENTITY_TOKEN_FILE: `${folder.path}/token`, AWS_ROLE_ARN: pod });
    expect((await useSession(world)).callerArn).toContain(':assumed-role/deploy/');
    expect(calls(sandbox)).toEqual(['sts.AssumeRoleWithWebIdentity', 'sts.GetCallerIdentity', 'sts.AssumeRole']);
    await world.resources.close();
  });

  test('come from the profile when no keys are set', async () => {
    await using sandbox = await startSandbox({ seed });
    const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = sandbox.environment({ account });
    await using home = await homeFolder(
      `[deploy]\naws_access_key_id=${AWS_ACCESS_KEY_ID}\naws_secret_access_key=${AWS_SECRET_ACCESS_KEY}\n`,
    );
    const world = worldOf(sandbox, { env: { HOME: home.path, AWS_PROFILE: 'deploy' } });
    expect((await useSession(world)).callerArn).toBe(`arn:aws:iam::${account}:user/sandbox`);
    await world.resources.close();
  });

  test.each([
    ['a laptop', {}, 'no AWS credentials were found'],
    ['GitHub', { GITHUB_ACTIONS: 'true' }, 'this GitHub job has neither an identity token nor AWS credentials'],
  ])('may be none: %s', async (_, env, message) => {
    await using sandbox = await startSandbox({ seed });
    await using home = await homeFolder('');
    const world = deploying(sandbox, { ...env, HOME: home.path, AWS_PROFILE: 'nobody' });
    await expect(useSession(world)).rejects.toMatchObject({ code: 'NO_CREDENTIALS', message });
    expect(calls(sandbox)).toEqual([]);
    await world.resources.close();
  });
});

describe('the account', () => {
  test('of the credentials is checked before anything is read', async () => {
    await using sandbox = await startSandbox({ seed });
    const world = worldOf(sandbox, { env: sandbox.environment({ account: other }) });
    await expect(useSession(world)).rejects.toMatchObject({
      code: 'WRONG_ACCOUNT',
      category: 'refused',
      message: `the credentials are of account ${other} (arn:aws:iam::${other}:user/sandbox), and production is account ${account}`,
    });
    expect(calls(sandbox)).toEqual(['sts.GetCallerIdentity']);
    await world.resources.close();
  });

  test('of the role is checked before anything is asked', async () => {
    await using sandbox = await startSandbox({ seed });
    const world = deploying(sandbox, await sandbox.githubEnvironment(githubJob), { account: other });
    await expect(useSession(world)).rejects.toMatchObject({ code: 'ROLE_ACCOUNT', category: 'usage' });
    expect(calls(sandbox)).toEqual([]);
    await world.resources.close();
  });
});

describe('a refusal', () => {
  test.each([
    ['the subject', { repository: 'o/r', ref: 'refs/heads/main' }, 'sts.amazonaws.com', 'ROLE_REFUSED'],
    ['the letter case of the subject', { repository: 'O/r', ref: 'refs/tags/v1' }, 'sts.amazonaws.com', 'ROLE_REFUSED'],
    ['the audience', githubJob, 'somebody', 'ID_TOKEN_REFUSED'],
  ])('of %s is explained, without the token', async (...[, job, audience, code]) => {
    await using sandbox = await startSandbox({ seed });
    const world = deploying(sandbox, {
      ...(await sandbox.githubEnvironment(job)),
      FUNADE_ID_TOKEN_AUDIENCE: audience,
    });
    const error: unknown = await useSession(world).catch((thrown: unknown) => thrown);
    const { hint, because } = errorInfo(error);
    expect(error).toMatchObject({ code });
    expect(hint).toContain(`iss ${sandbox.issuer}\n  aud ${audience}\n  sub repo:${job.repository}:`);
    expect(because).toHaveLength(1);
    expectNoSecret(error, sandbox);
    await world.resources.close();
  });

  test("of the role is AWS's last word", async () => {
    await using sandbox = await startSandbox({ seed });
    const job = await sandbox.githubEnvironment({ ...githubJob, environment: 'production' });
    const world = deploying(sandbox, job);
    await expect(useSession(world)).rejects.toMatchObject({ code: 'ROLE_REFUSED' });
    expect(calls(sandbox)).toEqual(['oidc.github', 'sts.AssumeRoleWithWebIdentity']);
    await world.resources.close();
  });

  test('of a caller names who may be trusted', async () => {
    await using sandbox = await startSandbox({ seed });
    const world = deploying(sandbox, sandbox.environment({ account }));
    const error: unknown = await useSession(world).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'ROLE_REFUSED',
      message: `arn:aws:iam::${account}:user/sandbox may not assume the role ${role}`,
    });
    expectNoSecret(error, sandbox);
    await world.resources.close();
  });

  test('of a GitLab token that is over names the timeout of the job', async () => {
    await using sandbox = await startSandbox({ seed });
    const token = await sandbox.token({ sub: gitlabSub, aud: 'https://gitlab.example', expiresIn: -1 });
    const world = deploying(sandbox, { GITLAB_CI: 'true', AWS_ID_TOKEN: token });
    const error: unknown = await useSession(world).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'ID_TOKEN_EXPIRED', hint: expect.stringContaining("the job's timeout") });
    expect(inspect(error, { depth: 9 })).not.toContain(token);
    await world.resources.close();
  });

  test('of the request for a token is that of GitHub', async () => {
    await using sandbox = await startSandbox({ seed });
    const job = await sandbox.githubEnvironment(githubJob);
    const world = deploying(sandbox, { ...job, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'not-a-request-token' });
    const error: unknown = await useSession(world).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'ID_TOKEN_REQUEST_FAILED',
      message: 'GitHub gave no identity token: status 401',
    });
    expect(inspect(error, { depth: 9 })).not.toContain('not-a-request-token');
    await world.resources.close();
  });

  test('does not keep a later command from its session', async () => {
    await using sandbox = await startSandbox({ seed });
    const world = deploying(sandbox, await sandbox.githubEnvironment(githubJob));
    sandbox.faults.next('sts.AssumeRoleWithWebIdentity', { code: 'AccessDenied', status: 403 });
    await expect(useSession(world)).rejects.toMatchObject({ code: 'ROLE_REFUSED' });
    expect((await useSession(world)).account).toBe(account);
    await world.resources.close();
  });
});

describe('trouble', () => {
  test.each([
    ['STS is throttled', 'sts.AssumeRoleWithWebIdentity', { code: 'Throttling' }],
    ['STS does not reach the issuer', 'sts.AssumeRoleWithWebIdentity', { code: 'IDPCommunicationError' }],
    ['the connection to STS is cut', 'sts.AssumeRoleWithWebIdentity', { reset: true as const }],
    ['STS has a fault', 'sts.AssumeRoleWithWebIdentity', { code: 'InternalFailure', status: 500 }],
    ['GitHub has a fault', 'oidc.github', { body: 'no', status: 503 }],
    ['the connection to GitHub is cut', 'oidc.github', { reset: true as const }],
  ])('that passes is waited out on the clock: %s', async (_, operation, fault) => {
    await using sandbox = await startSandbox({ seed });
    const world = deploying(sandbox, await sandbox.githubEnvironment(githubJob));
    const before = sandbox.clock.now();
    sandbox.faults.next(operation, fault, 3);
    expect((await useSession(world)).account).toBe(account);
    expect(sandbox.requests(operation)).toHaveLength(4);
    expect(sandbox.clock.now() - before).toBeGreaterThanOrEqual(350);
    await world.resources.close();
  });

  test('that stays ends after eight attempts', async () => {
    await using sandbox = await startSandbox({ seed });
    const world = deploying(sandbox, await sandbox.githubEnvironment(githubJob));
    sandbox.faults.always('sts.AssumeRoleWithWebIdentity', { code: 'Throttling' });
    await expect(useSession(world)).rejects.toMatchObject({
      code: 'AWS_THROTTLED',
      message: `sts:AssumeRoleWithWebIdentity for ${role} was throttled (8 attempts)`,
    });
    await world.resources.close();
  });

  test('of verifying a token is waited out twice', async () => {
    await using sandbox = await startSandbox({ seed });
    const world = deploying(sandbox, await sandbox.githubEnvironment(githubJob));
    sandbox.faults.always('sts.AssumeRoleWithWebIdentity', { code: 'InvalidIdentityToken' });
    await expect(useSession(world)).rejects.toMatchObject({ code: 'ID_TOKEN_REFUSED' });
    expect(sandbox.requests('sts.AssumeRoleWithWebIdentity')).toHaveLength(3);
    await world.resources.close();
  });

  test('is left behind when a signal comes', async () => {
    await using sandbox = await startSandbox({ seed });
    const abort = new AbortController();
    const env = await sandbox.githubEnvironment(githubJob);
    const world = worldOf(sandbox, { environment: { role }, env, signal: abort.signal });
    sandbox.faults.latency('sts.AssumeRoleWithWebIdentity', 60_000);
    const session = useSession(world);
    const reason = new Error('SIGINT');
    abort.abort(reason);
    await expect(session).rejects.toBe(reason);
    await world.resources.close();
  });
});

/** No key, token or part of one is anywhere in the value. */
function expectNoSecret(value: unknown, sandbox: Sandbox): void {
  const text = inspect(value, { depth: 9, showHidden: true });
  const keys = sandbox.environment({ account });
  expect(text).not.toMatch(/eyJ[\w-]+\.eyJ/);
  expect(text).not.toContain(keys.AWS_SECRET_ACCESS_KEY);
}

const homeFolder = (credentials: string) => temporaryFolder({ '.aws/credentials': credentials });
const podFolder = (token: string) => temporaryFolder({ token: `${token}\n` });
