import type { DescribeImageScanFindingsResponse } from '@aws-sdk/client-ecr';
import { isAwsError, translateError } from '@funade/aws';
import type { RunContext } from '@funade/core';
import { useEcrClient } from '../api/ecr-client.ts';
import { parseManifest } from '../registry/manifest.ts';
import type { Finding } from './scan-verdict.ts';

/** One image of a repository. */
export interface ScannedImage {
  readonly repository: string;
  readonly digest: string;
}

/** Where a scan stands. */
export interface Scan {
  /** As ECR says it; null when there is no scan. */
  readonly status: string | null;
  readonly findings: readonly Finding[];
}

/**
 * The digests that ECR scans for an image: its own, or those of the images of an index.
 *
 * Source: ECR scans images, and no indexes.
 */
export async function scannedDigests(
  context: RunContext,
  { repository, digest }: ScannedImage,
): Promise<readonly string[]> {
  const client = await useEcrClient(context);
  const { BatchGetImageCommand } = await import('@aws-sdk/client-ecr');
  const { images: found } = await client
    .send(new BatchGetImageCommand({ repositoryName: repository, imageIds: [{ imageDigest: digest }] }), {
      abortSignal: context.signal,
    })
    .catch((error: unknown) => {
      context.signal.throwIfAborted();
      throw translateError(error, { operation: 'ecr:BatchGetImage', subject: `repository ${repository}` });
    });
  const text = found?.[0]?.imageManifest;
  const manifest = text === undefined ? null : parseManifest(text);
  if (manifest?.kind !== 'index') return [digest];
  // An index need not say what its images run on. One without any platform is looked at in all its parts: a gate that
  // sees no image lets every image through.
  const images = manifest.entries.filter(({ platform }) => platform !== null);
  return (images.length === 0 ? manifest.entries : images).map((entry) => entry.digest);
}

/** The scan of one image with all its findings, whatever the number of pages; of suppressed and closed ones none. */
export async function readScan(context: RunContext, { repository, digest }: ScannedImage): Promise<Scan> {
  const client = await useEcrClient(context);
  const { DescribeImageScanFindingsCommand } = await import('@aws-sdk/client-ecr');
  const findings: Finding[] = [];
  let status: string | null = null;
  let nextToken: string | undefined;
  do {
    const input = { repositoryName: repository, imageId: { imageDigest: digest }, maxResults: 1000, nextToken };
    try {
      const page: DescribeImageScanFindingsResponse = await client.send(new DescribeImageScanFindingsCommand(input), {
        abortSignal: context.signal,
      });
      status = page.imageScanStatus?.status ?? null;
      findings.push(...findingsOf(page));
      nextToken = page.nextToken;
    } catch (error) {
      context.signal.throwIfAborted();
      if (isAwsError(error, 'ScanNotFoundException')) return { status: null, findings: [] };
      throw translateError(error, { operation: 'ecr:DescribeImageScanFindings', subject: `repository ${repository}` });
    }
  } while (nextToken !== undefined);
  return { status, findings };
}

/**
 * Begins a basic scan. Null when one is on its way or can only begin by itself (a scan a day, enhanced scanning), else the
 * status that says why there will be none.
 */
export async function startScan(context: RunContext, { repository, digest }: ScannedImage): Promise<string | null> {
  const client = await useEcrClient(context);
  const { StartImageScanCommand } = await import('@aws-sdk/client-ecr');
  try {
    await client.send(new StartImageScanCommand({ repositoryName: repository, imageId: { imageDigest: digest } }), {
      abortSignal: context.signal,
    });
    return null;
  } catch (error) {
    context.signal.throwIfAborted();
    if (isAwsError(error, 'LimitExceededException') || isAwsError(error, 'ValidationException')) return null;
    if (isAwsError(error, 'UnsupportedImageTypeException')) return 'UNSUPPORTED_IMAGE';
    if (isAwsError(error, 'ImageArchivedException')) return 'IMAGE_ARCHIVED';
    throw translateError(error, { operation: 'ecr:StartImageScan', subject: `repository ${repository}` });
  }
}

function findingsOf({ imageScanFindings: found }: DescribeImageScanFindingsResponse): readonly Finding[] {
  const basic = (found?.findings ?? []).map(({ name = '', severity = 'UNDEFINED', attributes = [] }): Finding => {
    const of = (key: string): string | undefined => attributes.find((one) => one.key === key)?.value;
    return { name, severity, package: packageText(of('package_name'), of('package_version')) };
  });
  const enhanced = (found?.enhancedFindings ?? [])
    .filter(({ status = 'ACTIVE' }) => status === 'ACTIVE')
    .map(({ title = '', severity = 'UNTRIAGED', packageVulnerabilityDetails: details }): Finding => {
      const [first] = details?.vulnerablePackages ?? [];
      return { name: details?.vulnerabilityId ?? title, severity, package: packageText(first?.name, first?.version) };
    });
  return [...basic, ...enhanced];
}

function packageText(name: string | undefined, version: string | undefined): string | null {
  if (name === undefined) return null;
  return version === undefined ? name : `${name} ${version}`;
}
