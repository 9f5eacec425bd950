import { type Check, jsonText, type PlanRequest } from '@funade/core';
import type { Palette } from './palette.ts';
import { pageOf, type RenderOptions } from './render-plan.ts';
import { breakLine, printable } from './wrap-text.ts';

/** Name and version of what `renderChecksJson` prints. */
export const checksSchema = 'funade.checks/1';

/** How many checks ended how. */
export interface CheckTotals {
  readonly ok: number;
  readonly failed: number;
  readonly warnings: number;
  readonly notPermitted: number;
}

export function checkTotals(checks: readonly Check[]): CheckTotals {
  const amount = (result: Check['result']): number => checks.filter((check) => check.result === result).length;
  return {
    ok: amount('ok'),
    failed: amount('failed'),
    warnings: amount('warning'),
    notPermitted: amount('not-permitted'),
  };
}

const marks = { ok: 'OK', warning: '⚠', failed: 'failed', 'not-permitted': '?' } as const;

/** Checks for people: each target with a line for each of its checks, then how many ended how. Ends with a line break. */
export function renderChecks(checks: readonly Check[], options: RenderOptions = {}): string {
  const { colour, width } = pageOf(options);
  const targets = [...Map.groupBy(checks, ({ target }) => target)].map(([target, own]) => [
    colour.bold(colour.cyan(printable(target))),
    ...own.flatMap((check) => renderCheck(check, colour, width)),
  ]);
  return [...targets, [totalsText(checkTotals(checks))]].map((block) => `${block.join('\n')}\n`).join('\n');
}

/** Checks for programs; `docs/plan-json.md` describes them. */
export function renderChecksJson({ environment, release }: PlanRequest, checks: readonly Check[]): string {
  const { name, account, region } = environment;
  const totals = checkTotals(checks);
  const view = {
    schema: checksSchema,
    environment: { name, account, region },
    release: { tag: release.tag, version: release.version, commit: release.commit },
    ok: totals.failed === 0,
    totals,
    checks,
  };
  return `${jsonText(view, 2)}\n`;
}

function renderCheck({ what, result, reason }: Check, colour: Palette, width: number): readonly string[] {
  const paint = { ok: colour.green, warning: colour.yellow, failed: colour.red, 'not-permitted': colour.yellow }[
    result
  ];
  const mark = marks[result];
  const seen = result === 'not-permitted' ? [what, 'not permitted to check'] : [what];
  const text = [...seen, ...(reason === null ? [] : [reason])].join(': ');
  const [first = '', ...more] = text
    .split('\n')
    .flatMap((line) => breakLine(printable(line), line.startsWith(' ') ? '    ' : '', width - 10));
  const blanks = ' '.repeat(8 - mark.length);
  return [`  ${paint(mark)}${blanks}${first}`, ...more.map((line) => `${' '.repeat(10)}${line}`)];
}

function totalsText({ ok, failed, warnings, notPermitted }: CheckTotals): string {
  return [
    `${ok} OK`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(warnings > 0 ? [`${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`] : []),
    ...(notPermitted > 0 ? [`${notPermitted} not permitted to check`] : []),
  ].join(', ');
}
