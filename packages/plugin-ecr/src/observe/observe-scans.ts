import type { RunContext } from '@funade/core';
import pMap from 'p-map';
import type { ScanFact } from '../model/facts.ts';
import type { ScanOptions } from '../options/scan-options.ts';
import { readScan, type ScannedImage, scannedDigests } from '../scan/read-scan.ts';
import { failingFindings, scanProgress } from '../scan/scan-verdict.ts';

/** An image that is in ECR already and whose findings count. */
export interface ImageToScan extends ScannedImage {
  /** What facts call it. */
  readonly name: string;
  readonly scan: ScanOptions;
}

/** How many images are looked at at a time. */
const lanes = 10;

/** Where the scan of each image stands, every platform of an index together. Starts none. */
export async function observeScans(
  images: readonly ImageToScan[],
  context: RunContext,
): Promise<Readonly<Record<string, ScanFact>>> {
  const facts = await pMap(images, async (image) => [image.name, await scanFact(image, context)] as const, {
    concurrency: lanes,
  });
  return Object.fromEntries(facts);
}

async function scanFact({ repository, digest, scan }: ImageToScan, context: RunContext): Promise<ScanFact> {
  const digests = await scannedDigests(context, { repository, digest });
  const scans = await Promise.all(digests.map((one) => readScan(context, { repository, digest: one })));
  for (const { status } of scans) {
    if (status !== null && scanProgress(status) === 'impossible') return { state: 'impossible', status };
  }
  if (scans.some(({ status }) => status === null || scanProgress(status) === 'open')) return { state: 'open' };
  const failing = failingFindings(
    scans.flatMap(({ findings }) => findings),
    scan,
  );
  return { state: 'done', failing: [...failing] };
}
