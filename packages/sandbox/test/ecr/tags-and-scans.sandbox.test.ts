import {
  BatchGetImageCommand,
  DescribeImageScanFindingsCommand,
  DescribeRepositoriesCommand,
  type ImageIdentifier,
  PutImageCommand,
  PutImageTagMutabilityCommand,
  StartImageScanCommand,
} from '@aws-sdk/client-ecr';
import { describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/index.ts';
import { ecrClient, refusalOf } from '../clients.ts';
import { imageManifest, loggedIn } from '../images.ts';
import { api, seed, seedOf } from './support.ts';

describe('tag mutability', () => {
  test('4.1 a tag of an immutable repository stays where it is', async () => {
    await using sandbox = await startSandbox({ seed });
    const registry = await loggedIn(sandbox);
    await registry.pushImage('shop/fixed', 'v2', 'other words');
    const imageManifestText = JSON.stringify(imageManifest('other words'));
    const put = new PutImageCommand({
      repositoryName: 'shop/fixed',
      imageManifest: imageManifestText,
      imageTag: 'v1',
    });
    expect(await refusalOf(ecrClient(sandbox).send(put))).toEqual({
      code: 'ImageTagAlreadyExistsException',
      message:
        "The image tag 'v1' already exists in the 'shop/fixed' repository and cannot be overwritten because the repository is immutable.",
      status: 400,
    });
  });

  test.each([
    ['IMMUTABLE_WITH_EXCLUSION', 'dev-1', true],
    ['IMMUTABLE_WITH_EXCLUSION', 'v1', false],
    ['MUTABLE_WITH_EXCLUSION', 'dev-1', false],
    ['MUTABLE_WITH_EXCLUSION', 'v1', true],
  ] as const)('4.2 %s with dev-*: tag %s moves: %s', async (mutability, tag, moves) => {
    await using sandbox = await startSandbox({ seed: seedOf({ 'shop/api': { mutability, exclusions: ['dev-*'] } }) });
    const registry = await loggedIn(sandbox);
    await registry.pushImage('shop/api', tag, 'first');
    const second = registry.pushImage('shop/api', tag, 'second').then(
      () => true,
      () => false,
    );
    expect(await second).toBe(moves);
  });

  test('4.3 the rule of a repository is changed whole', async () => {
    await using sandbox = await startSandbox({ seed });
    const put = (imageTagMutability: string, ...filters: string[]) =>
      ecrClient(sandbox).send(
        new PutImageTagMutabilityCommand({
          ...api,
          imageTagMutability: imageTagMutability as 'MUTABLE',
          ...(filters.length === 0
            ? {}
            : {
                imageTagMutabilityExclusionFilters: filters.map((filter) => ({ filterType: 'WILDCARD', filter })),
              }),
        }),
      );
    expect(await put('IMMUTABLE_WITH_EXCLUSION', 'dev-*', '*-cache')).toMatchObject({
      imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
      imageTagMutabilityExclusionFilters: [
        { filterType: 'WILDCARD', filter: 'dev-*' },
        { filterType: 'WILDCARD', filter: '*-cache' },
      ],
    });
    const { repositories } = await ecrClient(sandbox).send(
      new DescribeRepositoriesCommand({ repositoryNames: ['shop/api'] }),
    );
    expect(repositories?.[0]?.imageTagMutabilityExclusionFilters).toHaveLength(2);
    for (const wrong of [
      put('IMMUTABLE', 'dev-*'),
      put('MUTABLE_WITH_EXCLUSION'),
      put('MUTABLE_WITH_EXCLUSION', 'a', 'b', 'c', 'd', 'e', 'f'),
      put('MUTABLE_WITH_EXCLUSION', 'dev/*'),
      put('SOMETIMES'),
    ]) {
      expect(await refusalOf(wrong)).toMatchObject({ code: 'InvalidParameterException' });
    }
  });
});

describe('scans', () => {
  test('5.1 findings are those of the seed', async () => {
    const findings = [
      { name: 'CVE-1', severity: 'HIGH' as const, uri: 'https://cve.example/1' },
      { name: 'CVE-2', severity: 'LOW' as const },
      { name: 'CVE-3', severity: 'HIGH' as const },
    ];
    await using sandbox = await startSandbox({
      seed: seedOf({
        'shop/api': {
          images: [
            { tags: ['bad'], scan: { findings } },
            { tags: ['new'], files: { '/a': '' } },
          ],
        },
      }),
    });
    const scan = (imageTag: string) =>
      ecrClient(sandbox).send(new DescribeImageScanFindingsCommand({ ...api, imageId: { imageTag } }));
    const { imageScanFindings, imageScanStatus } = await scan('bad');
    expect(imageScanStatus?.status).toBe('COMPLETE');
    expect(imageScanFindings?.findingSeverityCounts).toEqual({ HIGH: 2, LOW: 1 });
    expect(imageScanFindings?.findings).toEqual(findings);
    expect(await refusalOf(scan('new'))).toMatchObject({ code: 'ScanNotFoundException' });
    expect(await refusalOf(scan('nope'))).toMatchObject({ code: 'ImageNotFoundException' });
  });

  const scanOf = async (sandbox: Sandbox, imageId: ImageIdentifier) => {
    const answer = await ecrClient(sandbox).send(new DescribeImageScanFindingsCommand({ ...api, imageId }));
    return { status: answer.imageScanStatus?.status, findings: answer.imageScanFindings };
  };
  const finding = { name: 'CVE-1', severity: 'CRITICAL' as const, package: { name: 'openssl', version: '3.0.1' } };
  const platforms = ['linux/amd64', 'linux/arm64'];

  test('5.2 a push begins a scan where the repository says so, of each image of an index', async () => {
    await using sandbox = await startSandbox({
      seed: seedOf({
        'shop/api': { scanOnPush: true, scanning: { findings: [finding] } },
        'shop/odd': { scanOnPush: true, scanning: { status: 'UNSUPPORTED_IMAGE', seconds: 0 } },
        'shop/index': { scanOnPush: true, images: [{ tags: ['v1'], platforms }] },
      }),
    });
    const registry = await loggedIn(sandbox);
    await registry.pushImage('shop/api', 'v1', 'words');
    expect(await scanOf(sandbox, { imageTag: 'v1' })).toEqual({ status: 'IN_PROGRESS', findings: undefined });
    await sandbox.clock.advance({ seconds: 10 });
    expect(await scanOf(sandbox, { imageTag: 'v1' })).toMatchObject({
      status: 'COMPLETE',
      findings: {
        findingSeverityCounts: { CRITICAL: 1 },
        findings: [
          {
            name: 'CVE-1',
            attributes: [
              { key: 'package_name', value: 'openssl' },
              { key: 'package_version', value: '3.0.1' },
            ],
          },
        ],
      },
    });
    await registry.pushImage('shop/odd', 'v1', 'words');
    const of = (repositoryName: string, imageId: ImageIdentifier) =>
      ecrClient(sandbox).send(new DescribeImageScanFindingsCommand({ repositoryName, imageId }));
    expect(await of('shop/odd', { imageTag: 'v1' })).toMatchObject({
      imageScanStatus: { status: 'UNSUPPORTED_IMAGE' },
    });
    const index = of('shop/index', { imageTag: 'v1' });
    expect(await refusalOf(index)).toMatchObject({ code: 'ScanNotFoundException' });
    const { images } = await ecrClient(sandbox).send(
      new BatchGetImageCommand({ repositoryName: 'shop/index', imageIds: [{ imageTag: 'v1' }] }),
    );
    const { manifests } = JSON.parse(images?.[0]?.imageManifest ?? '') as { manifests: { digest: string }[] };
    for (const { digest: imageDigest } of manifests) {
      expect(await of('shop/index', { imageDigest })).toMatchObject({ imageScanStatus: { status: 'COMPLETE' } });
    }
  });

  test('5.3 a scan is started by hand once a day', async () => {
    await using sandbox = await startSandbox({
      seed: seedOf({
        'shop/api': { images: [{ tags: ['v1'] }, { tags: ['index'], platforms, files: { '/a': 'a' } }] },
      }),
    });
    const start = (imageTag: string) =>
      ecrClient(sandbox).send(new StartImageScanCommand({ ...api, imageId: { imageTag } }));
    expect(await start('v1')).toMatchObject({
      imageScanStatus: { status: 'IN_PROGRESS' },
      imageId: { imageTag: 'v1' },
    });
    await sandbox.clock.advance({ seconds: 10 });
    expect(await scanOf(sandbox, { imageTag: 'v1' })).toMatchObject({ status: 'COMPLETE', findings: { findings: [] } });
    expect(await refusalOf(start('v1'))).toMatchObject({
      code: 'LimitExceededException',
      message: 'The scan quota per image has been exceeded. Wait and try again.',
    });
    expect(await refusalOf(start('index'))).toMatchObject({ code: 'UnsupportedImageTypeException' });
    expect(await refusalOf(start('nope'))).toMatchObject({ code: 'ImageNotFoundException' });
  });

  test('5.4 enhanced scanning begins by itself and goes on', async () => {
    await using sandbox = await startSandbox({
      seed: seedOf({ 'shop/api': { scanOnPush: true, scanning: { type: 'ENHANCED', findings: [finding] } } }),
    });
    await (await loggedIn(sandbox)).pushImage('shop/api', 'v1', 'words');
    expect(await scanOf(sandbox, { imageTag: 'v1' })).toEqual({ status: 'PENDING', findings: undefined });
    await sandbox.clock.advance({ seconds: 10 });
    expect(await scanOf(sandbox, { imageTag: 'v1' })).toMatchObject({
      status: 'ACTIVE',
      findings: {
        findingSeverityCounts: { CRITICAL: 1 },
        enhancedFindings: [
          {
            severity: 'CRITICAL',
            status: 'ACTIVE',
            packageVulnerabilityDetails: { vulnerabilityId: 'CVE-1', vulnerablePackages: [{ name: 'openssl' }] },
          },
        ],
      },
    });
    const start = new StartImageScanCommand({ ...api, imageId: { imageTag: 'v1' } });
    expect(await refusalOf(ecrClient(sandbox).send(start))).toMatchObject({ code: 'ValidationException' });
  });
});
