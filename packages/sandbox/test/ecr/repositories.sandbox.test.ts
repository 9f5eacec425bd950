import {
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  type DescribeRepositoriesCommandInput,
  GetAuthorizationTokenCommand,
  ListTagsForResourceCommand,
  PutImageCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-ecr';
import { describe, expect, test } from 'vitest';
import { startSandbox } from '../../src/index.ts';
import { ecrClient, refusalOf } from '../clients.ts';
import { loggedIn } from '../images.ts';
import { account, api, seed } from './support.ts';

describe('repositories', () => {
  test('1.1 a new repository has the defaults of ECR', async () => {
    await using sandbox = await startSandbox({ seed });
    const { repository } = await ecrClient(sandbox).send(new CreateRepositoryCommand({ repositoryName: 'shop/web' }));
    expect(repository).toEqual({
      repositoryArn: `arn:aws:ecr:eu-west-1:${account}:repository/shop/web`,
      registryId: account,
      repositoryName: 'shop/web',
      repositoryUri: `${sandbox.registries[0]?.host}/shop/web`,
      createdAt: new Date(sandbox.clock.now()),
      imageTagMutability: 'MUTABLE',
      imageScanningConfiguration: { scanOnPush: false },
      encryptionConfiguration: { encryptionType: 'AES256' },
    });
  });

  test.each([
    ['shop/api', 'RepositoryAlreadyExistsException'],
    ['Shop', 'InvalidParameterException'],
    ['shop//api', 'InvalidParameterException'],
    ['-shop', 'InvalidParameterException'],
  ])('1.2 %s cannot be created: %s', async (repositoryName, code) => {
    await using sandbox = await startSandbox({ seed });
    const create = ecrClient(sandbox).send(new CreateRepositoryCommand({ repositoryName }));
    expect(await refusalOf(create)).toMatchObject({ code, status: 400 });
  });

  test('1.3 repositories are listed in pages, or by name', async () => {
    await using sandbox = await startSandbox({ seed });
    const describeThem = async (input: DescribeRepositoriesCommandInput) =>
      await ecrClient(sandbox).send(new DescribeRepositoriesCommand(input));
    const first = await describeThem({ maxResults: 2 });
    const second = await describeThem({ nextToken: first.nextToken });
    expect(first.repositories?.map(({ repositoryName }) => repositoryName)).toEqual(['shop/api', 'shop/empty']);
    expect(second.repositories?.map(({ repositoryName }) => repositoryName)).toEqual(['shop/fixed']);
    expect(second.nextToken).toBeUndefined();
    expect((await describeThem({ repositoryNames: ['shop/fixed', 'shop/api'] })).repositories).toHaveLength(2);
    expect(await refusalOf(describeThem({ repositoryNames: ['shop/api', 'nope'] }))).toEqual({
      code: 'RepositoryNotFoundException',
      message: `The repository with name 'nope' does not exist in the registry with id '${account}'`,
      status: 400,
    });
  });

  test('1.4 a repository with images is deleted only by force', async () => {
    await using sandbox = await startSandbox({ seed });
    const ecr = ecrClient(sandbox);
    expect(await refusalOf(ecr.send(new DeleteRepositoryCommand(api)))).toMatchObject({
      code: 'RepositoryNotEmptyException',
    });
    await ecr.send(new DeleteRepositoryCommand({ ...api, force: true }));
    await ecr.send(new DeleteRepositoryCommand({ repositoryName: 'shop/empty' }));
    const { repositories } = await ecr.send(new DescribeRepositoriesCommand({}));
    expect(repositories?.map(({ repositoryName }) => repositoryName)).toEqual(['shop/fixed']);
  });

  test('1.5 a repository carries tags', async () => {
    await using sandbox = await startSandbox({ seed });
    const ecr = ecrClient(sandbox);
    const resourceArn = `arn:aws:ecr:eu-west-1:${account}:repository/shop/api`;
    const tags = [
      { Key: 'team', Value: 'shop' },
      { Key: 'stage', Value: 'test' },
    ];
    await ecr.send(new TagResourceCommand({ resourceArn, tags }));
    await ecr.send(new UntagResourceCommand({ resourceArn, tagKeys: ['stage'] }));
    expect((await ecr.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual([tags[0]]);
    const missing = ecr.send(new ListTagsForResourceCommand({ resourceArn: `${resourceArn}-2` }));
    expect(await refusalOf(missing)).toMatchObject({ code: 'RepositoryNotFoundException' });
  });

  test('1.6 the registry of another account has nothing for the caller', async () => {
    await using sandbox = await startSandbox({ seed });
    const images = ecrClient(sandbox).send(new DescribeImagesCommand({ ...api, registryId: '999999999999' }));
    expect(await refusalOf(images)).toMatchObject({
      code: 'RepositoryNotFoundException',
      message: "The repository with name 'shop/api' does not exist in the registry with id '999999999999'",
    });
  });
});

describe('login', () => {
  test('2.1 a password is for the registry of the region and lasts 12 hours', async () => {
    await using sandbox = await startSandbox({ seed });
    const { authorizationData = [] } = await ecrClient(sandbox).send(new GetAuthorizationTokenCommand({}));
    expect(authorizationData).toHaveLength(1);
    const [{ authorizationToken = '', expiresAt, proxyEndpoint } = {}] = authorizationData;
    expect(Buffer.from(authorizationToken, 'base64').toString()).toMatch(/^AWS:.{100,}$/);
    expect(expiresAt).toEqual(new Date(sandbox.clock.now() + 12 * 3600 * 1000));
    expect(proxyEndpoint).toBe(`http://${sandbox.registries[0]?.host}`);
  });

  test('2.2 a password made in a session of an hour is good after two', async () => {
    await using sandbox = await startSandbox({ seed });
    const registry = await loggedIn(sandbox, { role: 'reader' });
    await sandbox.clock.advance({ hours: 2 });
    expect((await registry.fetch('/v2/')).status).toBe(200);
  });
});

describe('permissions', () => {
  test('6.1 a refusal names the repository', async () => {
    await using sandbox = await startSandbox({ seed });
    const put = ecrClient(sandbox, { role: 'reader' }).send(new PutImageCommand({ ...api, imageManifest: '{}' }));
    expect(await refusalOf(put)).toMatchObject({
      code: 'AccessDeniedException',
      message: expect.stringContaining(
        `is not authorized to perform: ecr:PutImage on resource: arn:aws:ecr:eu-west-1:${account}:repository/shop/api because`,
      ),
    });
  });
});
