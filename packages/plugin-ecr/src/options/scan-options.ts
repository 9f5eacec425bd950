import * as z from 'zod';
import { text } from './text.ts';

const scan = z
  .strictObject({
    failOn: z
      .enum(['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFORMATIONAL'])
      .describe('The lowest severity of a finding that stops the deploy'),
    ignore: z.array(text).min(1).optional().describe('Names of findings that are accepted, such as CVE-2026-1234'),
    waitMinutes: z.int().min(1).optional().describe('Minutes to wait for the scan. Default: 10'),
  })
  .describe('Wait for the findings of ECR’s scan, and deploy nothing that has one of this severity or above');

/** What a scan may find, checked. */
export type ScanOptions = z.output<typeof scan>;
/** Schema of what a scan may find as it stands in a step. */
export const scanOptions: z.ZodType<ScanOptions> = scan;
