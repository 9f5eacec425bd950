import { inspect } from 'node:util';
import { errorInfo } from '@funade/core';
import { type Sandbox, startSandbox } from '@funade/sandbox';
import { describe, expect, test } from 'vitest';
import { useSession } from '../src/index.ts';
import { account, calls, deploying, githubJob, gitlabSub, role, seed, worldOf } from './test-context.ts';

describe('a refusal', () => {
  test.each([
    ['the subject', { repository: 'o/r', ref: 'refs/heads/main' }, 'sts.amazonaws.com', 'ROLE_REFUSED'],
    ['the letter case of the subject', { repository: 'O/r', ref: 'refs/tags/v1' }, 'sts.amazonaws.com', 'ROLE_REFUSED'],
    ['the audience', githubJob, 'somebody', 'ID_TOKEN_REFUSED'],
  ])('of %s is explained, without the token', async (...[, job, audience, code]) => {
    await using sandbox = await startSandbox({ seed });
    const context = deploying(sandbox, {
      ...(await sandbox.githubEnvironment(job)),
      FUNADE_ID_TOKEN_AUDIENCE: audience,
    });
    const error: unknown = await useSession(context).catch((thrown: unknown) => thrown);
    const { hint, because } = errorInfo(error);
    expect(error).toMatchObject({ code });
    expect(hint).toContain(`iss ${sandbox.issuer}\n  aud ${audience}\n  sub repo:${job.repository}:`);
    expect(because).toHaveLength(1);
    expectNoSecret(error, sandbox);
    await context.resources.close();
  });

  test("of the role is AWS's last word", async () => {
    await using sandbox = await startSandbox({ seed });
    const job = await sandbox.githubEnvironment({ ...githubJob, environment: 'production' });
    const context = deploying(sandbox, job);
    await expect(useSession(context)).rejects.toMatchObject({ code: 'ROLE_REFUSED' });
    expect(calls(sandbox)).toEqual(['oidc.github', 'sts.AssumeRoleWithWebIdentity']);
    await context.resources.close();
  });

  test('of a caller names who may be trusted', async () => {
    await using sandbox = await startSandbox({ seed });
    const context = deploying(sandbox, sandbox.environment({ account }));
    const error: unknown = await useSession(context).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'ROLE_REFUSED',
      message: `arn:aws:iam::${account}:user/sandbox may not assume the role ${role}`,
    });
    expectNoSecret(error, sandbox);
    await context.resources.close();
  });

  test('of a GitLab token that is over names the timeout of the job', async () => {
    await using sandbox = await startSandbox({ seed });
    const token = await sandbox.token({ sub: gitlabSub, aud: 'https://gitlab.example', expiresIn: -1 });
    const context = deploying(sandbox, { GITLAB_CI: 'true', AWS_ID_TOKEN: token });
    const error: unknown = await useSession(context).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'ID_TOKEN_EXPIRED', hint: expect.stringContaining("the job's timeout") });
    expect(inspect(error, { depth: 9 })).not.toContain(token);
    await context.resources.close();
  });

  test('of the request for a token is that of GitHub', async () => {
    await using sandbox = await startSandbox({ seed });
    const job = await sandbox.githubEnvironment(githubJob);
    const context = deploying(sandbox, { ...job, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'not-a-request-token' });
    const error: unknown = await useSession(context).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'ID_TOKEN_REQUEST_FAILED',
      message: 'GitHub issued no identity token: status 401',
    });
    expect(inspect(error, { depth: 9 })).not.toContain('not-a-request-token');
    await context.resources.close();
  });

  test('does not keep a later command from its session', async () => {
    await using sandbox = await startSandbox({ seed });
    const context = deploying(sandbox, await sandbox.githubEnvironment(githubJob));
    sandbox.faults.next('sts.AssumeRoleWithWebIdentity', { code: 'AccessDenied', status: 403 });
    await expect(useSession(context)).rejects.toMatchObject({ code: 'ROLE_REFUSED' });
    expect((await useSession(context)).account).toBe(account);
    await context.resources.close();
  });
});

describe('transient errors', () => {
  test.each([
    ['STS is throttled', 'sts.AssumeRoleWithWebIdentity', { code: 'Throttling' }],
    ['STS does not reach the issuer', 'sts.AssumeRoleWithWebIdentity', { code: 'IDPCommunicationError' }],
    ['the connection to STS is cut', 'sts.AssumeRoleWithWebIdentity', { reset: true as const }],
    ['STS has a fault', 'sts.AssumeRoleWithWebIdentity', { code: 'InternalFailure', status: 500 }],
    ['GitHub has a fault', 'oidc.github', { body: 'no', status: 503 }],
    ['the connection to GitHub is cut', 'oidc.github', { reset: true as const }],
  ])('that passes is waited out on the clock: %s', async (_, operation, fault) => {
    await using sandbox = await startSandbox({ seed });
    const context = deploying(sandbox, await sandbox.githubEnvironment(githubJob));
    const before = sandbox.clock.now();
    sandbox.faults.next(operation, fault, 3);
    expect((await useSession(context)).account).toBe(account);
    expect(sandbox.requests(operation)).toHaveLength(4);
    expect(sandbox.clock.now() - before).toBeGreaterThanOrEqual(350);
    await context.resources.close();
  });

  test('that stays ends after eight attempts', async () => {
    await using sandbox = await startSandbox({ seed });
    const context = deploying(sandbox, await sandbox.githubEnvironment(githubJob));
    sandbox.faults.always('sts.AssumeRoleWithWebIdentity', { code: 'Throttling' });
    await expect(useSession(context)).rejects.toMatchObject({
      code: 'AWS_THROTTLED',
      message: `sts:AssumeRoleWithWebIdentity for ${role} was throttled (8 attempts)`,
    });
    await context.resources.close();
  });

  test.each(['bad', 'no.jw.t'])('of %s, which is no token, says so', async (token) => {
    await using sandbox = await startSandbox({ seed });
    const context = deploying(sandbox, { GITLAB_CI: 'true', AWS_ID_TOKEN: token });
    await expect(useSession(context)).rejects.toMatchObject({
      code: 'ID_TOKEN_REFUSED',
      hint: 'the token is not a JSON Web Token',
    });
    await context.resources.close();
  });

  test('of verifying a token is waited out twice', async () => {
    await using sandbox = await startSandbox({ seed });
    const context = deploying(sandbox, await sandbox.githubEnvironment(githubJob));
    sandbox.faults.always('sts.AssumeRoleWithWebIdentity', { code: 'InvalidIdentityToken' });
    await expect(useSession(context)).rejects.toMatchObject({ code: 'ID_TOKEN_REFUSED' });
    expect(sandbox.requests('sts.AssumeRoleWithWebIdentity')).toHaveLength(3);
    await context.resources.close();
  });

  test('is left behind when a signal comes', async () => {
    await using sandbox = await startSandbox({ seed });
    const abort = new AbortController();
    const env = await sandbox.githubEnvironment(githubJob);
    const context = worldOf(sandbox, { environment: { role }, env, signal: abort.signal });
    sandbox.faults.latency('sts.AssumeRoleWithWebIdentity', 60_000);
    const session = useSession(context);
    const reason = new Error('SIGINT');
    abort.abort(reason);
    await expect(session).rejects.toBe(reason);
    await context.resources.close();
  });
});

/** No key, token or part of one is anywhere in the value. */
function expectNoSecret(value: unknown, sandbox: Sandbox): void {
  const text = inspect(value, { depth: 9, showHidden: true });
  const keys = sandbox.environment({ account });
  expect(text).not.toMatch(/eyJ[\w-]+\.eyJ/);
  expect(text).not.toContain(keys.AWS_SECRET_ACCESS_KEY);
}
