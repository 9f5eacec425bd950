import {
  DescribeImageScanFindingsCommand,
  DescribeRepositoriesCommand,
  PutImageCommand,
  PutImageTagMutabilityCommand,
} from '@aws-sdk/client-ecr';
import { describe, expect, test } from 'vitest';
import { startSandbox } from '../../src/index.ts';
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
});
