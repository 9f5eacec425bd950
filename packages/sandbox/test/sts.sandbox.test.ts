import { AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { expect, test } from 'vitest';
import { startSandbox } from '../src/index.ts';

test('a user is who its keys say', async () => {
  await using sandbox = await startSandbox();
  const env = sandbox.environment();
  const sts = new STSClient({
    endpoint: sandbox.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: env.AWS_ACCESS_KEY_ID ?? '', secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? '' },
  });
  const identity = await sts.send(new GetCallerIdentityCommand({}));
  expect(identity).toMatchObject({ Account: '111111111111', Arn: 'arn:aws:iam::111111111111:user/sandbox' });
});

test('a token of the issuer opens a session', async () => {
  await using sandbox = await startSandbox({
    seed: {
      accounts: {
        '222222222222': { roles: { deploy: { trust: { subjects: ['repo:o/r:*'] } } }, regions: { 'eu-west-1': {} } },
      },
    },
  });
  const sts = new STSClient({ endpoint: sandbox.endpoint, region: 'eu-west-1' });
  const answer = await sts.send(
    new AssumeRoleWithWebIdentityCommand({
      RoleArn: 'arn:aws:iam::222222222222:role/deploy',
      RoleSessionName: 'ci',
      WebIdentityToken: await sandbox.token({ sub: 'repo:o/r:ref:refs/tags/v1', aud: 'sts.amazonaws.com' }),
    }),
  );
  expect(answer.AssumedRoleUser?.Arn).toBe('arn:aws:sts::222222222222:assumed-role/deploy/ci');
});
