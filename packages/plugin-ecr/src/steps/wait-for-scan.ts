import { defineStep, isJsonObject, type Json, type StepContext } from '@funade/core';
import * as z from 'zod';
import { imageVulnerable, scanImpossible, scanUnfinished } from '../model/errors.ts';
import { scanOptions } from '../options/scan-options.ts';
import { readScan, type Scan, type ScannedImage, scannedDigests, startScan } from '../scan/read-scan.ts';
import { countedFindings, type Finding, failingFindings, findingText, scanProgress } from '../scan/scan-verdict.ts';

const input = z.strictObject({
  repository: z.string(),
  /** What messages call the image: `shop/api:v1.2.3`. */
  name: z.string(),
  digest: z.string(),
  reference: z.string(),
  platforms: z.array(z.string()),
  scan: scanOptions,
});

/** What the step is run with. */
export type ScanStepInput = z.output<typeof input>;

const output = z.strictObject({
  digest: z.string(),
  /** As it was given: whoever deploys the image refers to it here, and so waits for the scan. */
  reference: z.string(),
  platforms: z.array(z.string()),
  /** `2 HIGH, 4 LOW`. */
  found: z.string(),
});

const pollSeconds = 5;
/** How long a scan may take to show up by itself before it is started. */
const graceSeconds = 15;
const defaultMinutes = 10;
/** How many findings are listed. */
const listed = 50;

/**
 * `ecr.wait-for-scan`: waits until ECR has scanned an image, every platform of it, and fails when it found what the config
 * does not accept. It starts a basic scan where none began by itself, and changes nothing else.
 */
export const waitForScan = defineStep<ScanStepInput, z.output<typeof output>>({
  kind: 'ecr.wait-for-scan',
  input,
  output,
  effect: 'none',
  deadlineSeconds: (planned) => deadlineOf(planned),
  waits: true,
  async run({ repository, name, digest, reference, platforms, scan }, context) {
    const { waitMinutes: minutes = defaultMinutes, failOn } = scan;
    const until = context.clock.monotonic() + minutes * 60_000;
    const digests = await scannedDigests(context, { repository, digest });
    const findings: Finding[] = [];
    for (const [index, one] of digests.entries()) {
      const of = digests.length === 1 ? '' : `, image ${index + 1} of ${digests.length}`;
      const say = (status: string): void => context.progress(`scan of ${name}: ${status}${of}`);
      const ended = await scanned({ image: { repository, digest: one }, name, minutes, until, say }, context);
      findings.push(...ended.findings);
    }
    const failing = failingFindings(findings, scan);
    for (const finding of failing.slice(0, listed)) context.output(findingText(finding));
    if (failing.length > listed) context.output(`and ${failing.length - listed} more`);
    const found = countedFindings(findings);
    context.progress(`scan of ${name} found ${found}`);
    if (failing.length > 0) throw imageVulnerable(name, { failOn, findings: failing.map(findingText) });
    return { digest, reference, platforms, found };
  },
});

/** By the scan options of the planned input; references stand for what is not known yet, and say nothing of it. */
function deadlineOf(planned: Json): number | null {
  const scan = scanOptions.safeParse(isJsonObject(planned) ? planned.scan : null);
  return scan.success ? (scan.data.waitMinutes ?? defaultMinutes) * 60 : null;
}

interface Waiting {
  readonly image: ScannedImage;
  readonly name: string;
  readonly minutes: number;
  /** When the wait ends, on the monotonic clock. */
  readonly until: number;
  say(status: string): void;
}

/** @throws SCAN_IMPOSSIBLE, SCAN_UNFINISHED; AWS errors */
async function scanned({ image, name, minutes, until, say }: Waiting, context: StepContext): Promise<Scan> {
  const { clock, signal } = context;
  const startAt = clock.monotonic() + graceSeconds * 1000;
  let started = false;
  for (;;) {
    const scan = await readScan(context, image);
    const status = scan.status ?? 'not there';
    const progress = scanProgress(status);
    if (progress === 'done') return scan;
    if (progress === 'impossible') throw scanImpossible(name, status);
    if (scan.status === null && !started && clock.monotonic() >= startAt) {
      started = true;
      const why = await startScan(context, image);
      if (why !== null) throw scanImpossible(name, why);
    }
    say(status);
    if (clock.monotonic() >= until) throw scanUnfinished(name, { status, minutes });
    await clock.sleep(pollSeconds * 1000, { signal });
  }
}
