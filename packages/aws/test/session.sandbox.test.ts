import type { RunContext } from '@funade/core';
import { startSandbox } from '@funade/sandbox';
import { describe, expect, test } from 'vitest';
import { useSession } from '../src/index.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { account, calls, deploying, githubJob, gitlabSub, other, role, seed, worldOf } from './test-context.ts';

describe('a job with an identity token', () => {
  test('on GitHub is the role after one call of STS', async () => {
    await using sandbox = await startSandbox({ seed });
    const context = deploying(sandbox, await sandbox.githubEnvironment(githubJob));
    const session = await useSession(context);
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
    await context.resources.close();
  });

  test('on GitLab is the role, and knows when it ends', async () => {
    await using sandbox = await startSandbox({ seed });
    const token = await sandbox.token({ sub: gitlabSub, aud: 'https://gitlab.example', expiresIn: 7200 });
    const context = deploying(sandbox, { GITLAB_CI: 'true', CI_PIPELINE_ID: '4711', AWS_ID_TOKEN: token });
    const session = await useSession(context);
    expect(session.callerArn).toBe(`arn:aws:sts::${account}:assumed-role/deploy/funade-shop-gitlab-4711`);
    expect(session.endsAt).toBe(sandbox.clock.now() + 7_200_000);
    await context.resources.close();
  });

  test('is the role of the config, whatever credentials are around', async () => {
    await using sandbox = await startSandbox({ seed });
    const keys = sandbox.environment({ account: other });
    const context = deploying(sandbox, { ...keys, ...(await sandbox.githubEnvironment(githubJob)) });
    expect((await useSession(context)).callerArn).toContain(':assumed-role/deploy/');
    expect(calls(sandbox)).not.toContain('sts.AssumeRole');
    await context.resources.close();
  });

  test('asks once, however many ask for the session', async () => {
    await using sandbox = await startSandbox({ seed });
    const context = deploying(sandbox, await sandbox.githubEnvironment(githubJob));
    const sessions = await Promise.all([useSession(context), useSession(context), useSession(context)]);
    expect(new Set([...sessions, await useSession(context)]).size).toBe(1);
    expect(calls(sandbox)).toHaveLength(2);
    await context.resources.close();
  });
});

describe('credentials that are found', () => {
  test('are used as they are without a role, after one call of STS', async () => {
    await using sandbox = await startSandbox({ seed });
    const context = worldOf(sandbox, { env: sandbox.environment({ account }) });
    const session = await useSession(context);
    expect(session).toMatchObject({ callerArn: `arn:aws:iam::${account}:user/sandbox`, expiresAt: null, endsAt: null });
    expect(calls(sandbox)).toEqual(['sts.GetCallerIdentity']);
    await context.resources.close();
  });

  test('assume the role', async () => {
    await using sandbox = await startSandbox({ seed });
    const context = deploying(sandbox, { ...sandbox.environment({ account: other }), USER: 'alice' });
    expect((await useSession(context)).callerArn).toBe(`arn:aws:sts::${account}:assumed-role/deploy/funade-shop-alice`);
    expect(calls(sandbox)).toEqual(['sts.GetCallerIdentity', 'sts.AssumeRole']);
    await context.resources.close();
  });

  test('that are the role already do not assume it', async () => {
    await using sandbox = await startSandbox({ seed });
    const context = deploying(sandbox, sandbox.environment({ account, role: 'deploy' }));
    expect((await useSession(context)).callerArn).toContain(':assumed-role/deploy/sandbox');
    expect(calls(sandbox)).toEqual(['sts.GetCallerIdentity']);
    await context.resources.close();
  });

  test('of a pod assume the role from its own', async () => {
    await using sandbox = await startSandbox({ seed });
    await using folder = await podFolder(
      await sandbox.token({ sub: 'system:serviceaccount:ci:runner', aud: 'sts.amazonaws.com' }),
    );
    const pod = `arn:aws:iam::${account}:role/pod`;
    const context = deploying(sandbox, { AWS_WEB_IDENTITY_TOKEN_FILE: `${folder.path}/token`, AWS_ROLE_ARN: pod });
    expect((await useSession(context)).callerArn).toContain(':assumed-role/deploy/');
    expect(calls(sandbox)).toEqual(['sts.AssumeRoleWithWebIdentity', 'sts.GetCallerIdentity', 'sts.AssumeRole']);
    await context.resources.close();
  });

  test('come from the profile when no keys are set', async () => {
    await using sandbox = await startSandbox({ seed });
    const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = sandbox.environment({ account });
    await using home = await homeFolder(
      `[deploy]\naws_access_key_id=${AWS_ACCESS_KEY_ID}\naws_secret_access_key=${AWS_SECRET_ACCESS_KEY}\n`,
    );
    const context = worldOf(sandbox, { env: { HOME: home.path, AWS_PROFILE: 'deploy' } });
    expect((await useSession(context)).callerArn).toBe(`arn:aws:iam::${account}:user/sandbox`);
    await context.resources.close();
  });

  test.each<[string, (keys: Keys) => Promise<AsyncDisposable & { readonly env: RunContext['env'] }>]>([
    ['the variables', async (keys) => ({ env: keys, [Symbol.asyncDispose]: async () => {} })],
    [
      'a profile',
      async (keys) => {
        const home = await homeFolder(`[deploy]\n${profileOf(keys)}`);
        return {
          env: { HOME: home.path, AWS_PROFILE: 'deploy' },
          [Symbol.asyncDispose]: () => home[Symbol.asyncDispose](),
        };
      },
    ],
  ])('are secrets from then on, of %s too, and so are those of the role', async (_, place) => {
    await using sandbox = await startSandbox({ seed });
    const keys = sandbox.environment({ account, role: 'pod' });
    await using placed = await place(keys);
    const context = deploying(sandbox, placed.env);
    await useSession(context);
    const [answer] = sandbox.requests('sts.AssumeRole');
    const assumed = (answer?.response as { Credentials: Record<string, string> } | undefined)?.Credentials ?? {};
    const held = [keys.AWS_ACCESS_KEY_ID, keys.AWS_SECRET_ACCESS_KEY, keys.AWS_SESSION_TOKEN];
    const taken = [assumed.AccessKeyId, assumed.SecretAccessKey, assumed.SessionToken];
    for (const value of [...held, ...taken]) {
      expect(value).toMatch(/.{16}/);
      expect(context.resources.secrets.redact(`<${value}>`)).toBe('<[secret]>');
    }
    await context.resources.close();
  });

  test.each([
    ['a laptop', {}, 'no AWS credentials were found'],
    ['GitHub', { GITHUB_ACTIONS: 'true' }, 'this GitHub job has neither an identity token nor AWS credentials'],
  ])('may be none: %s', async (_, env, message) => {
    await using sandbox = await startSandbox({ seed });
    await using home = await homeFolder('');
    const context = deploying(sandbox, { ...env, HOME: home.path, AWS_PROFILE: 'nobody' });
    await expect(useSession(context)).rejects.toMatchObject({ code: 'NO_CREDENTIALS', message });
    expect(calls(sandbox)).toEqual([]);
    await context.resources.close();
  });
});

describe('the account', () => {
  test('of the credentials is checked before anything is read', async () => {
    await using sandbox = await startSandbox({ seed });
    const context = worldOf(sandbox, { env: sandbox.environment({ account: other }) });
    await expect(useSession(context)).rejects.toMatchObject({
      code: 'WRONG_ACCOUNT',
      category: 'refused',
      message: `the credentials belong to account ${other} (arn:aws:iam::${other}:user/sandbox), but production is account ${account}`,
    });
    expect(calls(sandbox)).toEqual(['sts.GetCallerIdentity']);
    await context.resources.close();
  });

  test('of the role is checked before anything is asked', async () => {
    await using sandbox = await startSandbox({ seed });
    const context = deploying(sandbox, await sandbox.githubEnvironment(githubJob), { account: other });
    await expect(useSession(context)).rejects.toMatchObject({ code: 'ROLE_ACCOUNT', category: 'usage' });
    expect(calls(sandbox)).toEqual([]);
    await context.resources.close();
  });
});

const homeFolder = (credentials: string) => temporaryFolder({ '.aws/credentials': credentials });
const podFolder = (token: string) => temporaryFolder({ token: `${token}\n` });

type Keys = Readonly<Record<string, string>>;

function profileOf({ AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN }: Keys): string {
  return [
    `aws_access_key_id=${AWS_ACCESS_KEY_ID}`,
    `aws_secret_access_key=${AWS_SECRET_ACCESS_KEY}`,
    `aws_session_token=${AWS_SESSION_TOKEN}`,
    '',
  ].join('\n');
}
