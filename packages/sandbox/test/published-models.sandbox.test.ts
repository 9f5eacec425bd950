import {
  BatchCheckLayerAvailabilityCommand,
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  DescribeImageScanFindingsCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  DescribeRepositoriesRequest$,
  GetAuthorizationTokenCommand,
  ListImagesCommand,
  ListTagsForResourceCommand,
  PutImageCommand,
  PutImageTagMutabilityCommand,
  StartImageScanCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-ecr';
import { AssumeRoleCommand, AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { expect, test } from 'vitest';
import { type Seed, startSandbox } from '../src/index.ts';
import { ecrClient, stsClient } from './clients.ts';
import { loggedIn } from './images.ts';
import { publishedProblems, shapeProblems } from './published-models.ts';

const account = '111111111111';
const seed: Seed = {
  accounts: {
    [account]: {
      roles: { deploy: { trust: { subjects: ['*'], principals: ['*'] } } },
      regions: {
        'eu-west-1': {
          repositories: {
            'shop/api': {
              mutability: 'MUTABLE_WITH_EXCLUSION',
              exclusions: ['v*'],
              images: [{ tags: ['v1'], scan: { findings: [{ name: 'CVE-1', severity: 'HIGH' }] } }],
            },
          },
        },
      },
    },
  },
};

test('every request and answer of a tour through STS and ECR is as AWS has published it', async () => {
  await using sandbox = await startSandbox({ seed });
  const RoleArn = `arn:aws:iam::${account}:role/deploy`;
  const sts = stsClient(sandbox);
  await sts.send(new GetCallerIdentityCommand({}));
  await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'me', DurationSeconds: 900 }));
  const WebIdentityToken = await sandbox.token({ sub: 's', aud: 'sts.amazonaws.com' });
  await sts.send(new AssumeRoleWithWebIdentityCommand({ RoleArn, RoleSessionName: 'me', WebIdentityToken }));
  const registry = await loggedIn(sandbox);
  await registry.pushImage('shop/api', 'dev', 'words');

  const ecr = ecrClient(sandbox);
  const api = { repositoryName: 'shop/api' };
  const imageIds = [{ imageTag: 'v1' }];
  const web = { repositoryName: 'shop/web' };
  const resourceArn = `arn:aws:ecr:eu-west-1:${account}:repository/shop/web`;
  await ecr.send(new GetAuthorizationTokenCommand({}));
  await ecr.send(new CreateRepositoryCommand({ ...web, tags: [{ Key: 'a', Value: 'b' }] }));
  await ecr.send(new TagResourceCommand({ resourceArn, tags: [{ Key: 'c', Value: 'd' }] }));
  await ecr.send(new UntagResourceCommand({ resourceArn, tagKeys: ['a'] }));
  await ecr.send(new ListTagsForResourceCommand({ resourceArn }));
  await ecr.send(new PutImageTagMutabilityCommand({ ...web, imageTagMutability: 'IMMUTABLE' }));
  await ecr.send(new DescribeRepositoriesCommand({}));
  await ecr.send(new DeleteRepositoryCommand(web));
  await ecr.send(new DescribeImagesCommand({ ...api, filter: { tagStatus: 'TAGGED' } }));
  await ecr.send(new ListImagesCommand(api));
  await ecr.send(new DescribeImageScanFindingsCommand({ ...api, imageId: { imageTag: 'v1' } }));
  await ecr.send(new StartImageScanCommand({ ...api, imageId: { imageTag: 'dev' } }));
  const { images } = await ecr.send(new BatchGetImageCommand({ ...api, imageIds: [...imageIds, { imageTag: 'x' }] }));
  const imageManifest = images?.[0]?.imageManifest ?? '';
  await ecr.send(new PutImageCommand({ ...api, imageManifest, imageTag: 'again' }));
  await ecr.send(new BatchCheckLayerAvailabilityCommand({ ...api, layerDigests: ['x', `sha256:${'0'.repeat(64)}`] }));
  await ecr.send(new BatchDeleteImageCommand({ ...api, imageIds }));

  const operations = new Set(sandbox.requests().map(({ operation }) => operation));
  expect([...operations].filter((name) => /^(sts|ecr)\./.test(name))).toHaveLength(19);
  expect(publishedProblems(sandbox.requests())).toEqual([]);
});

test('a member nobody published and a value of the wrong type are told with their path', () => {
  const value = { repositoryNames: ['a', 1], maxResult: 3, nextToken: null, maxResults: '5' };
  expect(shapeProblems(value, DescribeRepositoriesRequest$, { path: 'request', isText: false })).toEqual([
    'request.repositoryNames[1] is 1, not a string',
    'request.maxResult is not in DescribeRepositoriesRequest',
    'request.nextToken is null, not a string',
    'request.maxResults is "5", not a number',
  ]);
});

test('an operation or an error code that is not published is told', async () => {
  await using sandbox = await startSandbox({ seed });
  sandbox.faults.next('sts.GetCallerIdentity', { code: 'InventedException' });
  await stsClient(sandbox)
    .send(new GetCallerIdentityCommand({}))
    .catch(() => null);
  expect(publishedProblems(sandbox.requests())).toEqual(['sts.GetCallerIdentity: error InventedException']);
});
