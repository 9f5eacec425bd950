import { type Environment, type Finding, jsonText } from '@funade/core';
import type { Palette } from './palette.ts';
import { pageOf, type RenderOptions } from './render-plan.ts';
import { breakLine, printable } from './wrap-text.ts';

/** Name and version of what `renderFindingsJson` prints. */
export const doctorSchema = 'funade.doctor/1';

/** What was examined, and what was found. */
export interface Examined {
  /** Null: none could be told. */
  readonly environment: Environment | null;
  readonly findings: readonly Finding[];
}

/** How many findings there are of each kind. */
export function findingTotals(findings: readonly Finding[]): Readonly<Record<Finding['result'], number>> {
  const count = (result: Finding['result']): number => findings.filter((each) => each.result === result).length;
  return { ok: count('ok'), warning: count('warning'), failed: count('failed'), unknown: count('unknown') };
}

const marks = { ok: 'OK', warning: '⚠', failed: 'failed', unknown: '?' } as const;

/** Findings for people: a line each, below it what mends it, then how many there are of each kind. Ends with a line break. */
export function renderFindings(findings: readonly Finding[], options: RenderOptions = {}): string {
  const { colour, width } = pageOf(options);
  const lines = findings.flatMap((finding) => renderFinding(finding, colour, width));
  return `${[...lines, '', totalsText(findings)].join('\n')}\n`;
}

/** Findings for programs; `docs/doctor.md` describes them. */
export function renderFindingsJson({ environment, findings }: Examined): string {
  const totals = findingTotals(findings);
  const place =
    environment === null ? null : { name: environment.name, account: environment.account, region: environment.region };
  return `${jsonText({ schema: doctorSchema, environment: place, ok: totals.failed === 0, totals, findings }, 2)}\n`;
}

const indent = ' '.repeat(8);

function renderFinding({ what, result, text, mend }: Finding, colour: Palette, width: number): readonly string[] {
  const paint = { ok: colour.green, warning: colour.yellow, failed: colour.red, unknown: colour.yellow }[result];
  const mark = marks[result];
  const broken = (line: string): readonly string[] => breakLine(printable(line), '  ', width - indent.length);
  const [first = '', ...more] = `${what}: ${text}`
    .split('\n')
    .flatMap((line, index) => broken(index === 0 ? line : `  ${line}`));
  const [mends = '', ...rest] = mend === null ? [] : mend.split('\n');
  // What is to be pasted is not broken.
  const mending = mend === null ? [] : [`→ ${printable(mends)}`, ...rest.map((line) => `  ${printable(line)}`)];
  return [
    `${paint(mark)}${' '.repeat(indent.length - mark.length)}${first}`,
    ...more.map((line) => `${indent}${line}`),
    ...mending.map((line) => `${indent}${line}`),
  ];
}

function totalsText(findings: readonly Finding[]): string {
  const { ok, warning, failed, unknown } = findingTotals(findings);
  return [
    `${ok} OK`,
    ...(failed > 0 ? [`${failed} to mend`] : []),
    ...(warning > 0 ? [`${warning} ${warning === 1 ? 'warning' : 'warnings'}`] : []),
    ...(unknown > 0 ? [`${unknown} not looked at`] : []),
  ].join(', ');
}
