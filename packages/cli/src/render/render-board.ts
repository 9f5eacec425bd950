import { type ErrorInfo, plainLine, type TargetStatus } from '@funade/core';
import { notesOf, stageText, stateWords, versionText } from './standing-text.ts';
import { plain, type Style } from './style.ts';
import { padText, textWidth } from './text-width.ts';
import { wrapText } from './wrap-text.ts';

/** What was read of one environment. */
export interface BoardEnvironment {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** Empty where it could not be read. */
  readonly targets: readonly TargetStatus[];
  /** Why it could not be read; null: it could. */
  readonly error: ErrorInfo | null;
}

/** How a board is drawn. */
export interface BoardPage {
  readonly now: number;
  readonly style?: Style;
  /** Columns of the terminal; 0 when unknown. Default 0. */
  readonly width?: number;
}

const unread = 'not readable';

/**
 * Which version of each service runs in each environment, side by side; below it what is in progress, what differs from the
 * config, and which environments could not be read. A table where there is room for it, else a few lines for each service.
 */
export function renderBoard(
  environments: readonly BoardEnvironment[],
  { now, style = plain, width = 0 }: BoardPage,
): string {
  const services = [...new Set(environments.flatMap(({ targets }) => targets.map(({ service }) => service)))];
  const rows = services.map((service) => [
    { text: service, target: null },
    ...environments.map((environment) => cellOf(environment, service)),
  ]);
  const header = ['service', ...environments.map(({ name }) => name)];
  const widths = header.map((name, column) =>
    Math.max(textWidth(name), ...rows.map((row) => textWidth(row[column]?.text ?? ''))),
  );
  const line = (cells: readonly string[]): string => cells.join('  ').trimEnd();
  const table = () => [
    style.dim(line(header.map((name, column) => padText(name, widths[column] ?? 0)))),
    ...rows.map((row) =>
      line(row.map(({ text, target }, column) => paint(target, padText(text, widths[column] ?? 0), style))),
    ),
  ];
  const isNarrow = width >= 20 && widths.reduce((sum, column) => sum + column + 2, -2) > width;
  const wrapped = (text: string, indent = ''): readonly string[] =>
    width < 20
      ? [`${indent}${text}`]
      : wrapText(text, width - indent.length - 2).map((part, index) => `${indent}${index === 0 ? '' : '  '}${part}`);
  const blocks = () =>
    rows.flatMap(([head, ...cells]) => [
      head?.text ?? '',
      ...cells.flatMap(({ text, target }, index) =>
        text === ''
          ? []
          : wrapped(`${environments[index]?.name}: ${text}`, '  ').map((part) => paint(target, part, style)),
      ),
    ]);
  const notes = environments
    .flatMap((environment) => environmentNotes(environment, now))
    .flatMap((note) => wrapped(note));
  return `${[...(rows.length === 0 ? [] : isNarrow ? blocks() : table()), ...notes].join('\n')}\n`;
}

/** How a service stands in a few words: `v1.2.0 → v1.3.0, BAKE_TIME 100%`. */
export function standingText(target: TargetStatus): string {
  const { state, rollout, drift } = target;
  const stage = stageText(rollout);
  const moving = state === 'paused' ? `paused${stage === '' ? '' : ` at ${stage}`}` : stage;
  const how = state === 'steady' ? '' : moving === '' || state === 'rolling-back' ? stateWords[state] : moving;
  const differs = (drift?.changes.length ?? 0) > 0 ? 'drift' : '';
  return plainLine([versionText(target), how, differs].filter((text) => text !== '').join(', '));
}

interface Cell {
  readonly text: string;
  /** Null where there is no such service, or nobody may look. */
  readonly target: TargetStatus | null;
}

function cellOf({ targets, error }: BoardEnvironment, service: string): Cell {
  if (error !== null) return { text: unread, target: null };
  const target = targets.find((each) => each.service === service) ?? null;
  return { text: target === null ? '' : standingText(target), target };
}

function environmentNotes({ name, targets, error }: BoardEnvironment, now: number): readonly string[] {
  if (error !== null) return [plainLine(`${name} is ${unread}: ${error.message} (${error.code})`)];
  return targets.flatMap((target) => notesOf(target, now).map((text) => plainLine(`${target.id}: ${text}`)));
}

function paint(target: TargetStatus | null, text: string, style: Style): string {
  if (target === null || target.state === 'steady') return text;
  return target.state === 'failed' || target.state === 'missing' ? style.red(text) : style.yellow(text);
}
