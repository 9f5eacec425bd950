import type { ScanOptions } from '../options/scan-options.ts';

/** The severities of a finding, the least first. */
const severities = ['UNTRIAGED', 'UNDEFINED', 'INFORMATIONAL', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL'];

/** One vulnerability that a scan found. */
export interface Finding {
  /** `CVE-2026-1234`. */
  readonly name: string;
  readonly severity: string;
  /** Name and version of what is vulnerable; null when ECR does not say. */
  readonly package: string | null;
}

/** What a status of a scan means: not ended, ended with findings, or no scan will come. */
export type ScanProgress = 'open' | 'done' | 'impossible';

/**
 * What a scan's status means. One that is not known here may still change, so it is waited for.
 *
 * Source: ECR DescribeImageScanFindings, `imageScanStatus.status`; ACTIVE is how an enhanced scan stays, with its findings.
 */
export function scanProgress(status: string): ScanProgress {
  switch (status) {
    case 'COMPLETE':
    case 'ACTIVE':
      return 'done';
    case 'FAILED':
    case 'UNSUPPORTED_IMAGE':
    case 'SCAN_ELIGIBILITY_EXPIRED':
    case 'FINDINGS_UNAVAILABLE':
    case 'LIMIT_EXCEEDED':
    case 'IMAGE_ARCHIVED':
      return 'impossible';
    default:
      return 'open';
  }
}

/** The findings that end a deploy, the worst first, each once: as severe as `failOn` or more, and not ignored. */
export function failingFindings(
  findings: readonly Finding[],
  { failOn, ignore = [] }: Pick<ScanOptions, 'failOn' | 'ignore'>,
): readonly Finding[] {
  const least = severities.indexOf(failOn);
  const distinct = new Map(findings.map((finding) => [`${finding.name} ${finding.package}`, finding]));
  return [...distinct.values()]
    .filter(({ name, severity }) => severities.indexOf(severity) >= least && !ignore.includes(name))
    .sort(
      (a, b) => rank(b) - rank(a) || a.name.localeCompare(b.name) || (a.package ?? '').localeCompare(b.package ?? ''),
    );
}

/** `2 CRITICAL, 11 HIGH`, the worst first; `nothing` when there is none. */
export function countedFindings(findings: readonly Finding[]): string {
  const counts = Map.groupBy(findings, ({ severity }) => severity);
  const sorted = [...counts].sort(([a], [b]) => severities.indexOf(b) - severities.indexOf(a));
  return sorted.map(([severity, group]) => `${group.length} ${severity}`).join(', ') || 'nothing';
}

/** `CRITICAL CVE-2026-1234 openssl 3.0.1`. */
export function findingText({ severity, name, package: found }: Finding): string {
  return [severity, name, ...(found === null ? [] : [found])].join(' ');
}

function rank({ severity }: Finding): number {
  return severities.indexOf(severity);
}
