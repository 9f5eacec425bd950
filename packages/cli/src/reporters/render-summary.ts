import {
  type ErrorInfo,
  type Outcome,
  plainJson,
  plainLine,
  type Report,
  type StepReport,
  type TargetReport,
  type VersionChange,
} from '@funade/core';
import { formatDuration } from '../render/format-duration.ts';
import { reasons } from '../render/render-error.ts';
import { plain, type Style } from '../render/style.ts';
import { padText, textWidth } from '../render/text-width.ts';

const words: Readonly<Record<Outcome, string>> = {
  succeeded: 'succeeded',
  unchanged: 'unchanged',
  failed: 'failed',
  'rolled-back': 'rolled back',
  superseded: 'superseded',
  stopped: 'stopped',
  'timed-out': 'timed out',
  paused: 'paused',
  skipped: 'skipped',
  cancelled: 'cancelled',
};
const good: ReadonlySet<Outcome> = new Set(['succeeded', 'unchanged']);
const open: ReadonlySet<Outcome> = new Set(['paused', 'timed-out', 'superseded', 'stopped', 'cancelled']);

/** What a run came to, per target: how it ended, why and what to do next; then all of it in one line. */
export function renderSummary(ended: Report, style: Style = plain): string {
  const report = plainJson(ended);
  const steps = new Map(report.steps.map((step) => [step.id, step]));
  const widths = {
    id: Math.max(...report.targets.map((target) => target.id.length)),
    word: Math.max(...report.targets.map((target) => words[target.outcome].length)),
    version: Math.max(...report.targets.map((target) => textWidth(versionText(target.version)))),
  };
  const told = new Map<string, TargetReport>();
  const lines = report.targets.flatMap((target) => {
    const { outcome } = target;
    const texts = [padText(target.id, widths.id), paint(outcome, words[outcome].padEnd(widths.word), style)];
    const version = padText(versionText(target.version), widths.version);
    const duration = target.durationMs === null ? '' : style.dim(formatDuration(target.durationMs));
    const head = [paint(outcome, symbolOf(outcome), style), [...texts, version, duration].join('  ').trimEnd()].join(
      ' ',
    );
    return [head, ...why(target, { steps, told, style })];
  });
  const warnings = report.warnings.map(({ step, message }) => {
    const label = step === null ? '' : `${steps.get(step)?.label ?? step}: `;
    return `${style.yellow('warning:')} ${label}${plainLine(message)}`;
  });
  return `${[...lines, ...shared(report, told, style), ...warnings, total(report)].join('\n')}\n`;
}

interface Telling {
  readonly steps: ReadonlyMap<string, StepReport>;
  /** The target under which a step's failure was told, by step. */
  readonly told: Map<string, TargetReport>;
  readonly style: Style;
}

/** Why a target did not succeed. What another target has told already is only referred to. */
function why(target: TargetReport, { steps, told, style }: Telling): readonly string[] {
  const { error, failedStep } = target;
  if (error === null || target.outcome === 'cancelled') return [];
  if (failedStep === null) return [`  ${error.message} ${style.dim(`(${error.code})`)}`, ...reasons(error, style)];
  const title = plainLine(steps.get(failedStep)?.title ?? failedStep);
  const before = told.get(failedStep);
  if (before !== undefined) return [`  ${style.dim(`${title} failed, as for ${before.id}`)}`];
  told.set(failedStep, target);
  return reasonOf(title, error, style);
}

function reasonOf(title: string, error: ErrorInfo, style: Style): readonly string[] {
  const [first = '', ...more] = error.message.split('\n');
  return [
    `  ${title}: ${first} ${style.dim(`(${error.code})`)}`,
    ...more.map((line) => `    ${line}`),
    ...reasons(error, style),
  ];
}

/** Failed steps that decided no target's outcome. */
function shared(report: Report, told: ReadonlyMap<string, TargetReport>, style: Style): readonly string[] {
  const decided = new Set<string>([...told.keys(), ...report.targets.flatMap((target) => target.failedStep ?? [])]);
  return report.steps.flatMap((step) => {
    if (step.error === null || step.outcome === 'cancelled' || decided.has(step.id)) return [];
    return [`${style.red('✖')} ${step.label}`, ...reasonOf(plainLine(step.title), step.error, style)];
  });
}

function total(report: Report): string {
  const counts = (Object.keys(words) as Outcome[])
    .map((outcome) => [report.targets.filter((target) => target.outcome === outcome).length, words[outcome]] as const)
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`);
  const { startedAt, endedAt } = report;
  const took = startedAt === null || endedAt === null ? '' : ` in ${formatDuration(endedAt - startedAt)}`;
  return `${report.environment}: ${counts.join(', ')}${took}`;
}

function symbolOf(outcome: Outcome): string {
  if (good.has(outcome)) return outcome === 'unchanged' ? '=' : '✔';
  return open.has(outcome) ? '!' : '✖';
}

function paint(outcome: Outcome, text: string, style: Style): string {
  if (good.has(outcome)) return style.green(text);
  return open.has(outcome) ? style.yellow(text) : style.red(text);
}

function versionText(version: VersionChange | null): string {
  if (version === null) return '';
  const step = version.step === null || version.step === 'same' ? '' : ` (${version.step})`;
  return plainLine(version.from === null ? version.to : `${version.from} → ${version.to}${step}`);
}
