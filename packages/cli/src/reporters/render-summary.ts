import {
  durationText,
  type ErrorInfo,
  type Outcome,
  plainJson,
  plainLine,
  type Report,
  type StepReport,
  type TargetReport,
  type VersionChange,
} from '@funade/core';
import { moreText } from '../explain/more-text.ts';
import { messageLines, reasons } from '../render/render-error.ts';
import { plain, type Style } from '../render/style.ts';
import { padText, textWidth } from '../render/text-width.ts';
import { breakLine } from '../render/wrap-text.ts';

const words: Readonly<Record<Outcome, string>> = {
  succeeded: 'succeeded',
  unchanged: 'unchanged',
  'in-progress': 'in progress',
  failed: 'failed',
  'rolled-back': 'rolled back',
  superseded: 'superseded',
  stopped: 'stopped',
  'timed-out': 'timed out',
  paused: 'paused',
  skipped: 'skipped',
  cancelled: 'cancelled',
};

/** How something ended, in the word that people read. */
export function outcomeWord(outcome: Outcome): string {
  return words[outcome];
}

const good: ReadonlySet<Outcome> = new Set(['succeeded', 'unchanged']);
const open: ReadonlySet<Outcome> = new Set([
  'in-progress',
  'paused',
  'timed-out',
  'superseded',
  'stopped',
  'cancelled',
]);

/** What a cancelled target is called that ECS goes on with. */
const goingOn = {
  deployment: 'interrupted (continues in ECS)',
  rollback: 'interrupted (being rolled back by ECS)',
} as const;

/** How a target ended, in the word that people read. */
function wordOf({ outcome, error }: TargetReport): string {
  return outcome === 'cancelled' && error?.goesOn != null ? goingOn[error.goesOn] : words[outcome];
}

/** So many failed targets are told as an overview before the details. */
const many = 4;

/**
 * What a run came to, per target: how it ended, why and what to do next; then all of it in one line. Of many failed targets
 * it tells first which failed for what, and the details below.
 */
export function renderSummary(ended: Report, style: Style = plain, width = 0): string {
  const report = plainJson(ended);
  const page: Page = { style, width };
  const steps = new Map(report.steps.map((step) => [step.id, step]));
  const told = new Map<string, TargetReport>();
  const telling: Telling = { ...page, steps, told };
  const heads = headsOf(report, page);
  const failed = report.targets.filter(({ error, outcome }) => error !== null && outcome !== 'cancelled');
  const lines =
    failed.length < many
      ? report.targets.flatMap((target, index) => [...(heads[index] ?? []), ...why(target, telling)])
      : [
          ...heads.flat(),
          ...overview(failed, page),
          ...failed.flatMap((target) => ['', style.bold(target.id), ...why(target, telling)]),
          '',
        ];
  const warnings = report.warnings.flatMap(({ step, message }) => {
    const label = step === null ? '' : `${steps.get(step)?.label ?? step}: `;
    const [first = '', ...more] = breakLine(`warning: ${label}${plainLine(message)}`, '  ', width);
    return [first.replace(/^warning:/, style.yellow('warning:')), ...more];
  });
  const codes = [...failed, ...report.steps].flatMap(({ error }) => error?.code ?? []);
  const more = moreText(codes, page);
  return `${[...lines, ...shared(report, telling), ...warnings].join('\n')}\n${more}${breakLine(total(report), '  ', width).join('\n')}\n`;
}

interface Page {
  readonly style: Style;
  /** Columns of the terminal; 0 when unknown. */
  readonly width: number;
}

/** A line for each target; two where the terminal is too narrow for one. */
function headsOf(report: Report, { style, width }: Page): readonly (readonly string[])[] {
  const { targets } = report;
  const widths = {
    id: Math.max(...targets.map((target) => textWidth(target.id))),
    word: Math.max(...targets.map((target) => wordOf(target).length)),
    version: Math.max(...targets.map((target) => textWidth(versionText(target.version)))),
  };
  const longest = Math.max(
    ...targets.map(({ durationMs }) => (durationMs === null ? 0 : durationText(durationMs).length)),
  );
  const fits = width < 20 || widths.id + widths.word + widths.version + longest + 8 <= width;
  return targets.map((target) => {
    const { id, outcome, version, durationMs } = target;
    const sign = paint(outcome, symbolOf(outcome), style);
    const word = paint(outcome, fits ? wordOf(target).padEnd(widths.word) : wordOf(target), style);
    const took = durationMs === null ? '' : style.dim(durationText(durationMs));
    if (fits)
      return [
        [`${sign} ${padText(id, widths.id)}`, word, padText(versionText(version), widths.version), took]
          .join('  ')
          .trimEnd(),
      ];
    const about = [versionText(version), took].filter((text) => text !== '');
    return [`${sign} ${id}  ${word}`, ...(about.length === 0 ? [] : [`  ${about.join('  ')}`])];
  });
}

/** Which targets failed for what, the most frequent cause first. */
function overview(failed: readonly TargetReport[], { style, width }: Page): readonly string[] {
  const groups = [...Map.groupBy(failed, causeOf)].toSorted(([, a], [, b]) => b.length - a.length);
  return groups.flatMap(([cause, targets]) => {
    const head = `${targets.length} × ${cause}`;
    const names = `  ${targets.map(({ service }) => service).join(', ')}`;
    return ['', ...breakLine(head, '    ', width).map(style.bold), ...breakLine(names, '  ', width || 100)];
  });
}

/** Why a target failed in words that other targets with the same reason share. */
function causeOf({ service, error }: TargetReport): string {
  if (error === null) return '';
  const text = (error.because[0] ?? error.message).split('\n')[0] ?? '';
  const common = text
    .replaceAll(/[\w./-]+/g, (word) => (word === service ? '…' : word))
    .replaceAll(/\b[0-9a-f]{12,}\b|\b\d{10,}\b|:\d+\b/g, '…');
  return `${common} (${error.code})`;
}

interface Telling extends Page {
  readonly steps: ReadonlyMap<string, StepReport>;
  /** The target under which a step's failure was told, by step. */
  readonly told: Map<string, TargetReport>;
}

/** Why a target did not succeed, or what continues of it. What another target has told already is only referred to. */
function why(target: TargetReport, { steps, told, style, width }: Telling): readonly string[] {
  const { error, failedStep, goesOn } = target;
  if (goesOn !== undefined) return breakLine(`  ${plainLine(goesOn)}`, '    ', width);
  if (error === null || target.outcome === 'cancelled') return [];
  if (failedStep === null) return reasonOf('', error, { style, width });
  const title = plainLine(steps.get(failedStep)?.title ?? failedStep);
  const before = told.get(failedStep);
  if (before !== undefined) return breakLine(`  ${title} failed, as for ${before.id}`, '    ', width).map(style.dim);
  told.set(failedStep, target);
  return reasonOf(title, error, { style, width });
}

function reasonOf(title: string, error: ErrorInfo, { style, width }: Page): readonly string[] {
  const lead = title === '' ? '  ' : `  ${title}: `;
  return [...messageLines({ lead, error, indent: '    ', width }, style), ...reasons(error, style, width)];
}

/** Failed steps that decided no target's outcome. */
function shared(report: Report, { told, style, width }: Telling): readonly string[] {
  const decided = new Set<string>([...told.keys(), ...report.targets.flatMap((target) => target.failedStep ?? [])]);
  return report.steps.flatMap((step) => {
    if (step.error === null || step.outcome === 'cancelled' || decided.has(step.id)) return [];
    return [`${style.red('✖')} ${step.label}`, ...reasonOf(plainLine(step.title), step.error, { style, width })];
  });
}

function total(report: Report): string {
  const inOrder = Object.keys(words).flatMap((outcome) =>
    report.targets.filter((target) => target.outcome === outcome),
  );
  const counts = [...Map.groupBy(inOrder, wordOf)].map(([word, targets]) => `${targets.length} ${word}`);
  const { startedAt, endedAt } = report;
  const took = startedAt === null || endedAt === null ? '' : ` in ${durationText(endedAt - startedAt)}`;
  return `${report.environment}: ${counts.join(', ')}${took}`;
}

function symbolOf(outcome: Outcome): string {
  if (good.has(outcome)) return outcome === 'unchanged' ? '=' : '✔';
  if (outcome === 'in-progress') return '…';
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
