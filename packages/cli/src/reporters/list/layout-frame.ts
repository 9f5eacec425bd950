import { durationText } from '@funade/core';
import type { Style } from '../../render/style.ts';
import { cutText, textWidth } from '../../render/text-width.ts';
import { shortTitle } from '../short-title.ts';

export type RowState = 'waiting' | 'running' | 'succeeded' | 'failed' | 'skipped';

/** One line of the list: a target with its steps, or a step. */
export interface Row {
  readonly title: string;
  readonly state: RowState;
  /** How far it is, or why it was skipped; empty when there is nothing to say. */
  readonly note: string;
  /** Milliseconds since the epoch; null before it started. */
  readonly startedAt: number | null;
  readonly steps: readonly Row[];
}

export interface FrameSize {
  /** 0 when unknown. */
  readonly columns: number;
  readonly rows: number;
}

export interface FrameTime {
  readonly now: number;
  /** Counts up with every frame; turns the spinner. */
  readonly tick: number;
}

/** However high the terminal is: more is not read, and would have to be drawn ten times a second. */
const mostLines = 30;
const spinner = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const symbols: Readonly<Record<Exclude<RowState, 'running'>, string>> = {
  waiting: '·',
  succeeded: '✔',
  failed: '✖',
  skipped: '↓',
};
/** Below so many columns the environment, which is the same for all, is left out. */
const narrow = 60;
/** A title in fewer columns says nothing. */
const leastTitle = 4;
/** Which targets are shown when not all can be: lowest first. */
const priority: Readonly<Record<RowState, number>> = { running: 0, failed: 1, waiting: 2, skipped: 3, succeeded: 4 };
const words: Readonly<Record<RowState, string>> = {
  running: 'running',
  failed: 'failed',
  waiting: 'waiting',
  skipped: 'skipped',
  succeeded: 'done',
};

/**
 * The lines of one frame, each cut to the width of the terminal, never more than fit its height or thirty.
 *
 * Everything is shown while it fits; else a line a target with the steps that run; else the targets that matter most
 * and how many more there are.
 */
export function layoutFrame(
  targets: readonly Row[],
  { columns, rows }: FrameSize,
  { style, now, tick }: FrameTime & { readonly style: Style },
): readonly string[] {
  const width = columns > 0 ? columns : 80;
  const height = Math.max(2, Math.min(mostLines, (rows > 0 ? rows : 24) - 2));
  const draw = (row: Row, indent: string, step: Row | null = null): string => {
    const name = width < narrow ? serviceOf(row) : row.title;
    const before = `${indent}${symbolOf(row, tick)} ${step === null ? '' : `${name}  `}`;
    const text = stepText(step === null ? row : withoutName(step, row), width - textWidth(before), now);
    return paint(row, `${before}${text}`, { width, style, indent });
  };
  const drawStep = (step: Row, target: Row): string => draw(withoutName(step, target), '  ');

  const all = targets.length + targets.reduce((sum, target) => sum + target.steps.length, 0);
  if (all <= height) {
    return targets.flatMap((target) => [draw(target, ''), ...target.steps.map((step) => drawStep(step, target))]);
  }
  const visible = choose(targets, height);
  let left = height - visible.length - (visible.length < targets.length ? 1 : 0);
  const lines = visible.flatMap((target) => {
    const active = target.steps.filter((step) => step.state === 'running' || step.state === 'failed');
    const [only] = active;
    if (active.length === 1 && only !== undefined) return [draw(target, '', only)];
    const shown = active.slice(0, Math.max(0, left));
    left -= shown.length;
    return [draw(target, ''), ...shown.map((step) => drawStep(step, target))];
  });
  const hidden = targets.filter((target) => !visible.includes(target));
  return hidden.length === 0
    ? lines
    : [...lines, cutText(`  and ${hidden.length} more: ${countStates(hidden)}`, width)];
}

function choose(targets: readonly Row[], height: number): readonly Row[] {
  if (targets.length <= height) return targets;
  const byPriority = targets.toSorted((a, b) => priority[a.state] - priority[b.state]);
  const chosen = new Set(byPriority.slice(0, height - 1));
  return targets.filter((target) => chosen.has(target));
}

function countStates(targets: readonly Row[]): string {
  return (Object.keys(priority) as RowState[])
    .map((state) => [targets.filter((target) => target.state === state).length, words[state]] as const)
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(', ');
}

function symbolOf(row: Row, tick: number): string {
  return row.state === 'running' ? (spinner[tick % spinner.length] ?? '') : symbols[row.state];
}

/** How far a step is counts for more than what its title has in parentheses, which the plan has said. */
function stepText(row: Row, width: number, now: number): string {
  const end = tail(row, now);
  const text = `${row.title}${end}`;
  if (textWidth(text) <= width) return text;
  const short = row.note === '' ? row.title : shortTitle(row.title);
  const room = width - textWidth(end);
  if (textWidth(short) <= Math.max(room, width / 2)) return `${short}${end}`;
  return room >= leastTitle ? `${cutText(short, room)}${end}` : end.trimStart();
}

function serviceOf({ title }: Row): string {
  return title.replace(/@[^@]*$/, '');
}

/** The step without the name of its service, which stands before or above it: `wait` of `wait for api`. */
function withoutName(step: Row, target: Row): Row {
  const name = serviceOf(target);
  const at = [` for ${name}`, ` of ${name}`, ` ${name}`].find(
    (text) => step.title.endsWith(text) || step.title.includes(`${text} (`),
  );
  return at === undefined ? step : { ...step, title: step.title.replace(at, '') };
}

function tail({ note, ...row }: Row, now: number): string {
  const seconds = row.state === 'running' && row.startedAt !== null ? Math.floor((now - row.startedAt) / 1000) : 0;
  const parts = [...(note === '' ? [] : [note]), ...(seconds > 0 ? [durationText(seconds * 1000)] : [])];
  return parts.length === 0 ? '' : `  ${parts.join(' · ')}`;
}

function paint(
  row: Row,
  text: string,
  { width, style, indent }: { readonly width: number; readonly style: Style; readonly indent: string },
): string {
  const cut = cutText(text, width);
  const at = indent.length;
  const colour = {
    running: style.cyan,
    succeeded: style.green,
    failed: style.red,
    waiting: style.dim,
    skipped: style.yellow,
  };
  return `${cut.slice(0, at)}${colour[row.state](cut.slice(at, at + 1))}${cut.slice(at + 1)}`;
}
