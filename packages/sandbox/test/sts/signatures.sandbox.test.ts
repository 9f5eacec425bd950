import { ECSClient, ListClustersCommand } from '@aws-sdk/client-ecs';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { describe, expect, test } from 'vitest';
import { startSandbox } from '../../src/index.ts';
import { configOf, ecsClient, refusalOf, s3Client } from '../clients.ts';
import { seed, whoAmI } from './support.ts';

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

  test.each([
    [
      -3_600_000,
      /^Signature not yet current: \d{8}T\d{6}Z is still later than \d{8}T\d{6}Z \(\d{8}T\d{6}Z \+ 5 min\.\)$/,
    ],
    [3_600_000, /^Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 5 min\.\)$/],
  ])('5.7 a clock that is %i ms off is told, and can be set right', async (skew, message) => {
    await using sandbox = await startSandbox({ seed });
    const list = (attempts: number) =>
      new ECSClient({ ...configOf(sandbox.environment()), maxAttempts: attempts }).send(new ListClustersCommand({}));
    sandbox.faults.skewClock(Math.sign(skew) * 240_000);
    await list(1);
    sandbox.faults.skewClock(skew);
    expect(await refusalOf(list(1))).toMatchObject({
      code: 'InvalidSignatureException',
      message: expect.stringMatching(message),
    });
    expect((await both(sandbox.environment()))[1]).toBe('SignatureDoesNotMatch 403');
    const get = new GetObjectCommand({ Bucket: 'shop', Key: 'a' });
    expect(await refusalOf(s3Client(sandbox).send(get))).toMatchObject({ code: 'RequestTimeTooSkewed', status: 403 });
    await list(2);
    expect(sandbox.requests('ecs.ListClusters').at(-1)?.status).toBe(200);
    sandbox.faults.clear();
    await list(1);
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
