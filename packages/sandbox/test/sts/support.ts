import { AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Sandbox, Seed } from '../../src/index.ts';
import { stsClient } from '../clients.ts';

export const account = '111111111111';
export const arn = (role: string): string => `arn:aws:iam::${account}:role/${role}`;
export const aud = 'sts.amazonaws.com';
export const sub = 'repo:o/r:ref:refs/tags/v1';

export const seed: Seed = {
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

export interface Assume {
  readonly role?: string;
  readonly token: string;
  readonly duration?: number;
  readonly name?: string;
}

export const assume = (sandbox: Sandbox, { role = 'deploy', token, duration, name = 'ci' }: Assume) =>
  new STSClient({ endpoint: sandbox.endpoint, region: 'us-east-1', maxAttempts: 1 }).send(
    new AssumeRoleWithWebIdentityCommand({
      RoleArn: arn(role),
      RoleSessionName: name,
      WebIdentityToken: token,
      ...(duration === undefined ? {} : { DurationSeconds: duration }),
    }),
  );

export const whoAmI = (sandbox: Sandbox, who?: Parameters<Sandbox['environment']>[0]) =>
  stsClient(sandbox, who).send(new GetCallerIdentityCommand({}));
