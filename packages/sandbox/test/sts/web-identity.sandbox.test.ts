import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { startSandbox } from '../../src/index.ts';
import { refusalOf } from '../clients.ts';
import { account, assume, aud, seed, sub } from './support.ts';

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
