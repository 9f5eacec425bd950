import { ECSClient, ListClustersCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { type Sandbox, type Seed, startSandbox } from '../src/index.ts';
import { configOf, ecsClient, refusalOf, stsClient } from './clients.ts';

const account = '111111111111';
const arn = (role: string): string => `arn:aws:iam::${account}:role/${role}`;
const aud = 'sts.amazonaws.com';
const sub = 'repo:o/r:ref:refs/tags/v1';

const seed: Seed = {
  accounts: {
    [account]: {
      users: { ann: {}, bob: { permissions: { deny: ['sts:*'] } } },
      roles: {
        deploy: {
          trust: { subjects: ['repo:o/r:*'], principals: [`arn:aws:iam::${account}:user/ann`] },
          permissions: { deny: ['ecs:UpdateService', 'sts:AssumeRole'] },
          maxSessionDuration: 7200,
        },
        'team/long': { trust: { principals: [account, '*'], subjects: ['*'] }, maxSessionDuration: 43_200 },
        second: { trust: { principals: [arn('long')] }, maxSessionDuration: 43_200 },
        other: { trust: { issuer: 'https://other.example', subjects: ['*'] } },
        exact: { trust: { subjects: ['repo:o/*'], operator: 'StringEquals' } },
      },
      regions: { 'us-east-1': {} },
    },
    '222222222222': { regions: { 'eu-west-1': { clusters: { far: {} } } } },
  },
};

interface Assume {
  readonly role?: string;
  readonly token: string;
  readonly duration?: number;
  readonly name?: string;
}

const assume = (sandbox: Sandbox, { role = 'deploy', token, duration, name = 'ci' }: Assume) =>
  new STSClient({ endpoint: sandbox.endpoint, region: 'us-east-1', maxAttempts: 1 }).send(
    new AssumeRoleWithWebIdentityCommand({
      RoleArn: arn(role),
      RoleSessionName: name,
      WebIdentityToken: token,
      ...(duration === undefined ? {} : { DurationSeconds: duration }),
    }),
  );

const whoAmI = (sandbox: Sandbox, who?: Parameters<Sandbox['environment']>[0]) =>
  stsClient(sandbox, who).send(new GetCallerIdentityCommand({}));

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

describe('AssumeRoleWithWebIdentity', () => {
  test('2.1 a trusted token opens a session without a signature', async () => {
    await using sandbox = await startSandbox({ seed });
    const answer = await assume(sandbox, { token: await sandbox.token({ sub, aud }) });
    expect(answer).toMatchObject({
      AssumedRoleUser: { Arn: `arn:aws:sts::${account}:assumed-role/deploy/ci` },
      SubjectFromWebIdentityToken: sub,
      Audience: aud,
      Provider: `arn:aws:iam::${account}:oidc-provider/${sandbox.issuer.replace('http://', '')}`,
    });
    expect(sandbox.requests('sts.AssumeRoleWithWebIdentity')[0]?.headers.authorization).toBeUndefined();
    const identity = await new STSClient({
      endpoint: sandbox.endpoint,
      region: 'us-east-1',
      credentials: {
        accessKeyId: answer.Credentials?.AccessKeyId ?? '',
        secretAccessKey: answer.Credentials?.SecretAccessKey ?? '',
        sessionToken: answer.Credentials?.SessionToken ?? '',
      },
    }).send(new GetCallerIdentityCommand({}));
    expect(identity.Arn).toBe(`arn:aws:sts::${account}:assumed-role/deploy/ci`);
  });

  test.each([
    ['deploy', 'repo:o/r:environment:production', true],
    ['deploy', 'repo:O/r:ref:refs/tags/v1', false],
    ['deploy', 'repo:o/r2:ref:refs/tags/v1', false],
    ['exact', 'repo:o/x', false],
    ['exact', 'repo:o/*', true],
  ])('2.2 role %s and subject %s: %s', async (role, subject, isTrusted) => {
    await using sandbox = await startSandbox({ seed });
    const call = assume(sandbox, { role, token: await sandbox.token({ sub: subject, aud }) });
    expect(
      await call.then(
        () => true,
        () => false,
      ),
    ).toBe(isTrusted);
  });

  test.each(['other', 'missing', 'exact'])('2.3 a token that role %s does not trust is refused', async (role) => {
    await using sandbox = await startSandbox({ seed });
    expect(await refusalOf(assume(sandbox, { role, token: await sandbox.token({ sub, aud }) }))).toEqual({
      code: 'AccessDenied',
      message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity',
      status: 403,
    });
  });

  test('2.4 a text that is no token is refused', async () => {
    await using sandbox = await startSandbox({ seed });
    expect(await refusalOf(assume(sandbox, { token: 'not-a-token' }))).toMatchObject({
      code: 'InvalidIdentityTokenException',
      status: 400,
    });
  });

  test('2.5 a token of an unknown issuer is refused', async () => {
    await using sandbox = await startSandbox({ seed });
    const { privateKey } = await generateKeyPair('ES256');
    const token = await new SignJWT({ sub, aud, iss: 'https://nobody.example' })
      .setProtectedHeader({ alg: 'ES256' })
      .sign(privateKey);
    expect(await refusalOf(assume(sandbox, { token }))).toEqual({
      code: 'InvalidIdentityTokenException',
      message: 'No OpenIDConnect provider found in your account for https://nobody.example',
      status: 400,
    });
  });

  test('2.6 a signature of another key, none, or a shared secret does not prove anything', async () => {
    await using sandbox = await startSandbox({ seed });
    const claims = { sub, aud, iss: sandbox.issuer, iat: 1, exp: 4_102_444_800 };
    const { privateKey } = await generateKeyPair('ES256');
    const forged = [
      await new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'sandbox' }).sign(privateKey),
      await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(new Uint8Array(32)),
      new UnsecuredJWT(claims).encode(),
    ];
    for (const token of forged) {
      expect(await refusalOf(assume(sandbox, { token }))).toMatchObject({
        code: 'InvalidIdentityTokenException',
        message: expect.stringContaining("Couldn't retrieve verification key from your identity provider"),
      });
    }
  });

  test('2.7 a token that has expired on the clock of the sandbox is refused with both times', async () => {
    await using sandbox = await startSandbox({ seed, now: 1_753_382_000_000 });
    const token = await sandbox.token({ sub, aud, expiresIn: 60 });
    await sandbox.clock.advance({ minutes: 2 });
    expect(await refusalOf(assume(sandbox, { token }))).toEqual({
      code: 'ExpiredTokenException',
      message: 'Token expired: current date/time 1753382120 must be before the expiration date/time 1753382060',
      status: 400,
    });
  });

  test('2.8 a token for somebody else is refused', async () => {
    await using sandbox = await startSandbox({ seed });
    expect(await refusalOf(assume(sandbox, { token: await sandbox.token({ sub, aud: 'api.example' }) }))).toEqual({
      code: 'InvalidIdentityTokenException',
      message: 'Incorrect token audience',
      status: 400,
    });
  });

  test('2.9 a token with a line end is refused', async () => {
    await using sandbox = await startSandbox({ seed });
    const token = `${await sandbox.token({ sub, aud })}\n`;
    expect(await refusalOf(assume(sandbox, { token }))).toMatchObject({ code: 'InvalidIdentityTokenException' });
  });

  test('2.10 a token of an issuer in the seed opens a session', async () => {
    const { privateKey, publicKey } = await generateKeyPair('RS256');
    const issuers = {
      'https://other.example': { keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'RS256' }] },
    };
    await using sandbox = await startSandbox({ seed: { ...seed, issuers } });
    const token = await new SignJWT({ sub: 'anybody' })
      .setProtectedHeader({ alg: 'RS256', kid: 'k' })
      .setIssuer('https://other.example')
      .setAudience(aud)
      .setIssuedAt(Math.floor(sandbox.clock.now() / 1000))
      .setExpirationTime(Math.floor(sandbox.clock.now() / 1000) + 60)
      .sign(privateKey);
    expect(await assume(sandbox, { role: 'other', token })).toMatchObject({ SubjectFromWebIdentityToken: 'anybody' });
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

describe('signatures', () => {
  const both = async (env: Record<string, string>) => {
    const json = await refusalOf(new ECSClient(configOf(env)).send(new ListClustersCommand({})));
    const query = await refusalOf(new STSClient(configOf(env)).send(new GetCallerIdentityCommand({})));
    return [`${json.code} ${json.status}`, `${query.code} ${query.status}`];
  };

  test('5.1 keys that nobody was given are refused', async () => {
    await using sandbox = await startSandbox({ seed });
    expect(await both({ ...sandbox.environment(), AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE' })).toEqual([
      'UnrecognizedClientException 400',
      'InvalidClientTokenId 403',
    ]);
  });

  test('5.2 the keys of a session need its token', async () => {
    await using sandbox = await startSandbox({ seed });
    const { AWS_SESSION_TOKEN: _, ...env } = sandbox.environment({ role: 'deploy' });
    expect(await both(env)).toEqual(['UnrecognizedClientException 400', 'InvalidClientTokenId 403']);
  });

  test('5.3 another secret, or another body than was signed, is refused', async () => {
    await using sandbox = await startSandbox({ seed });
    expect(await both({ ...sandbox.environment(), AWS_SECRET_ACCESS_KEY: 'another-secret' })).toEqual([
      'InvalidSignatureException 400',
      'SignatureDoesNotMatch 403',
    ]);
    const client = ecsClient(sandbox);
    client.middlewareStack.add(
      (next) => (args) => {
        (args.request as { body: string }).body = '{"maxResults":6}';
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low' },
    );
    expect(await refusalOf(client.send(new ListClustersCommand({ maxResults: 5 })))).toMatchObject({
      code: 'InvalidSignatureException',
    });
  });

  test('5.4 a request without a signature is refused', async () => {
    await using sandbox = await startSandbox({ seed });
    const json = await fetch(sandbox.endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': 'AmazonEC2ContainerServiceV20141113.ListClusters' },
      body: '{}',
    });
    expect(await json.json()).toMatchObject({ __type: 'MissingAuthenticationTokenException' });
    const query = await fetch(sandbox.endpoint, {
      method: 'POST',
      body: new URLSearchParams({ Action: 'GetCallerIdentity', Version: '2011-06-15' }),
    });
    expect(await query.text()).toContain('<Code>MissingAuthenticationToken</Code>');
  });

  test('5.5 a signature for another service is refused', async () => {
    await using sandbox = await startSandbox({ seed });
    const client = new ECSClient({ ...configOf(sandbox.environment()), signingName: 'ecr' } as never);
    expect(await refusalOf(client.send(new ListClustersCommand({})))).toMatchObject({
      code: 'InvalidSignatureException',
      message: "Credential should be scoped to correct service: 'ecs'.",
    });
  });

  test('5.6 keys and signature say where a call lands', async () => {
    await using sandbox = await startSandbox({ seed });
    const list = (region: string) =>
      ecsClient(sandbox, { account: '222222222222', region }).send(new ListClustersCommand({}));
    expect((await list('eu-west-1')).clusterArns).toEqual(['arn:aws:ecs:eu-west-1:222222222222:cluster/far']);
    expect((await list('eu-central-1')).clusterArns).toEqual([]);
    expect(sandbox.requests('ecs.ListClusters').map(({ account: who, region }) => `${who} ${region}`)).toEqual([
      '222222222222 eu-west-1',
      '222222222222 eu-central-1',
    ]);
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

describe('the wire', () => {
  test('7.1 answers and refusals are XML with the id of the request', async () => {
    await using sandbox = await startSandbox({ seed });
    const answer = await whoAmI(sandbox);
    expect(answer.$metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
    const refusal = await fetch(sandbox.endpoint, {
      method: 'POST',
      body: new URLSearchParams({ Action: 'AssumeRole' }),
    });
    expect(refusal.headers.get('content-type')).toBe('text/xml');
    const id = refusal.headers.get('x-amzn-requestid');
    expect(await refusal.text()).toBe(
      `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <Error>
    <Type>Sender</Type>
    <Code>MissingAuthenticationToken</Code>
    <Message>Request is missing Authentication Token</Message>
  </Error>
  <RequestId>${id}</RequestId>
</ErrorResponse>
`,
    );
  });

  test('7.2 what does not exist is refused in its own protocol', async () => {
    await using sandbox = await startSandbox({ seed });
    const post = (init: RequestInit) => fetch(sandbox.endpoint, { method: 'POST', ...init });
    const action = await post({ body: new URLSearchParams({ Action: 'DecodeAnything' }) });
    expect(await action.text()).toContain('<Code>InvalidAction</Code>');
    expect(await (await post({})).text()).toContain('<Code>MissingAction</Code>');
    const target = await post({ headers: { 'x-amz-target': 'Nobody.DoNothing' }, body: '{}' });
    expect(await target.json()).toMatchObject({ __type: 'UnknownOperationException' });
  });
});
