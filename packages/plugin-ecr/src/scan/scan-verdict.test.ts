import { expect, test } from 'vitest';
import { countedFindings, type Finding, failingFindings, findingText, scanProgress } from './scan-verdict.ts';

test.each([
  ['IN_PROGRESS', 'open'],
  ['PENDING', 'open'],
  ['A_STATUS_OF_NEXT_YEAR', 'open'],
  ['COMPLETE', 'done'],
  ['ACTIVE', 'done'],
  ['FAILED', 'impossible'],
  ['UNSUPPORTED_IMAGE', 'impossible'],
  ['SCAN_ELIGIBILITY_EXPIRED', 'impossible'],
  ['FINDINGS_UNAVAILABLE', 'impossible'],
  ['LIMIT_EXCEEDED', 'impossible'],
  ['IMAGE_ARCHIVED', 'impossible'],
])('a scan that is %s is %s', (status, progress) => expect(scanProgress(status)).toBe(progress));

const finding = (severity: string, name: string, found: string | null = null): Finding => ({
  severity,
  name,
  package: found,
});
const found = [
  finding('LOW', 'CVE-1'),
  finding('HIGH', 'CVE-3', 'zlib 1.2'),
  finding('CRITICAL', 'CVE-2', 'openssl 3.0.1'),
  finding('HIGH', 'CVE-3', 'zlib 1.2'),
  finding('UNDEFINED', 'CVE-4'),
  finding('UNTRIAGED', 'CVE-5'),
  finding('INFORMATIONAL', 'CVE-6'),
];

test.each([
  ['CRITICAL', [], ['CVE-2']],
  ['HIGH', [], ['CVE-2', 'CVE-3']],
  ['HIGH', ['CVE-2'], ['CVE-3']],
  ['MEDIUM', [], ['CVE-2', 'CVE-3']],
  ['LOW', [], ['CVE-2', 'CVE-3', 'CVE-1']],
  ['INFORMATIONAL', [], ['CVE-2', 'CVE-3', 'CVE-1', 'CVE-6']],
] as const)('failing on %s without %j are %j', (failOn, ignore, names) => {
  expect(failingFindings(found, { failOn, ignore: [...ignore] }).map(({ name }) => name)).toEqual(names);
});

test('findings are counted and told, the worst first', () => {
  expect(countedFindings(found)).toBe('1 CRITICAL, 2 HIGH, 1 LOW, 1 INFORMATIONAL, 1 UNDEFINED, 1 UNTRIAGED');
  expect(countedFindings([])).toBe('nothing');
  expect(found.slice(0, 3).map(findingText)).toEqual([
    'LOW CVE-1',
    'HIGH CVE-3 zlib 1.2',
    'CRITICAL CVE-2 openssl 3.0.1',
  ]);
});
