import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import { startSandbox } from '../src/index.ts';

test('tokens are proven by the keys that discovery names', async () => {
  await using sandbox = await startSandbox();
  const configuration = await fetch(`${sandbox.issuer}/.well-known/openid-configuration`);
  const { issuer, jwks_uri, token_endpoint } = (await configuration.json()) as Record<string, string>;
  expect(issuer).toBe(sandbox.issuer);
  const answer = await fetch(`${token_endpoint}?sub=me&aud=sts.amazonaws.com&expires_in=60`, { method: 'POST' });
  const { id_token, expires_in } = (await answer.json()) as { id_token: string; expires_in: number };
  expect(expires_in).toBe(60);
  const keys = createRemoteJWKSet(new URL(jwks_uri ?? ''));
  const { payload } = await jwtVerify(id_token, keys, { currentDate: new Date(sandbox.clock.now()) });
  expect(payload).toMatchObject({ iss: sandbox.issuer, sub: 'me', aud: 'sts.amazonaws.com' });
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(60);
});

test('a token without subject or audience is not given', async () => {
  await using sandbox = await startSandbox();
  const answer = await fetch(`${sandbox.endpoint}/oidc/token?sub=me`);
  expect([answer.status, await answer.json()]).toEqual([
    400,
    { error: 'invalid_request', error_description: 'a token needs ?sub=…&aud=…' },
  ]);
  expect((await fetch(`${sandbox.endpoint}/oidc/elsewhere`)).status).toBe(404);
});

test('tokens carry the issuer and the claims that are wanted', async () => {
  const issuer = 'https://gitlab.example';
  await using sandbox = await startSandbox({ seed: { issuer, accounts: { '111111111111': {} } } });
  expect(sandbox.issuer).toBe(issuer);
  const token = await sandbox.token({ sub: 's', aud: 'a', expiresIn: 10, claims: { project_path: 'g/p' } });
  expect(decodeJwt(token)).toMatchObject({ iss: issuer, sub: 's', aud: 'a', project_path: 'g/p' });
});

test('a job of GitHub Actions gets its token as on GitHub and opens a session with it', async () => {
  await using sandbox = await startSandbox({
    seed: {
      issuer: 'https://token.actions.githubusercontent.com',
      accounts: {
        '111111111111': { roles: { deploy: { trust: { subjects: ['repo:acme/shop:ref:refs/tags/v*'] } } } },
      },
    },
  });
  const env = await sandbox.githubEnvironment({ repository: 'acme/shop', ref: 'refs/tags/v1.2.0' });
  expect(env).toMatchObject({ GITHUB_ACTIONS: 'true', GITHUB_REF_TYPE: 'tag', GITHUB_REF_NAME: 'v1.2.0' });
  const answer = await fetch(`${env.ACTIONS_ID_TOKEN_REQUEST_URL}&audience=sts.amazonaws.com`, {
    headers: { authorization: `bearer ${env.ACTIONS_ID_TOKEN_REQUEST_TOKEN}` },
  });
  const { value } = (await answer.json()) as { value: string };
  expect(decodeJwt(value)).toMatchObject({
    iss: 'https://token.actions.githubusercontent.com',
    sub: 'repo:acme/shop:ref:refs/tags/v1.2.0',
    aud: 'sts.amazonaws.com',
    repository: 'acme/shop',
  });
  const session = await new STSClient({ endpoint: sandbox.endpoint, region: 'us-east-1' }).send(
    new AssumeRoleWithWebIdentityCommand({
      RoleArn: 'arn:aws:iam::111111111111:role/deploy',
      RoleSessionName: 'github',
      WebIdentityToken: value,
    }),
  );
  expect(session.AssumedRoleUser?.Arn).toContain('assumed-role/deploy/github');
});

test('a job with an environment has it in its subject, and its audience defaults to the owner', async () => {
  await using sandbox = await startSandbox();
  const job = { repository: 'acme/shop', ref: 'refs/heads/main', environment: 'production' };
  const env = await sandbox.githubEnvironment(job);
  const ask = (token: string | undefined) =>
    fetch(env.ACTIONS_ID_TOKEN_REQUEST_URL ?? '', { headers: { authorization: `bearer ${token}` } });
  const { value } = (await (await ask(env.ACTIONS_ID_TOKEN_REQUEST_TOKEN)).json()) as { value: string };
  expect(decodeJwt(value)).toMatchObject({
    sub: 'repo:acme/shop:environment:production',
    aud: 'https://github.com/acme',
  });
  expect((await ask('wrong')).status).toBe(401);
  await sandbox.clock.advance({ hours: 2 });
  expect((await ask(env.ACTIONS_ID_TOKEN_REQUEST_TOKEN)).status).toBe(401);
});
