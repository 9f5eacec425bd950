import type { Change } from '@funade/core';
import { isJsonObject, type Json, sameJson } from '@funade/core';
import { structuredPatch } from 'diff/lib/patch/create.js';
import { imageChange, imageChangeText } from './image-change.ts';
import type { Palette } from './palette.ts';
import { cutText, renderValue, renderValues } from './render-value.ts';
import { textWidth } from './text-width.ts';
import { printable, wrapText } from './wrap-text.ts';

/** Where lines are put. */
export interface Page {
  readonly colour: Palette;
  /** Characters in a line. */
  readonly width: number;
}

/** Whether something comes, changes, goes, or stays although a revision that is not running has something else. */
export type ChangeKind = 'added' | 'changed' | 'removed' | 'kept';

export function changeKind({ from, to, masked, winner }: Change): ChangeKind {
  if (winner === 'running' && (masked === true || sameJson(from, to))) return 'kept';
  return from === null ? 'added' : to === null ? 'removed' : 'changed';
}

/**
 * Changes as people read them: one line each where it fits, those below the same named thing (a container, a volume)
 * together under its name.
 */
export function renderChanges(changes: readonly Change[], page: Page, indent: string): readonly string[] {
  const groups = Map.groupBy(changes, ({ path }) => headOf(path) ?? path);
  return [...groups].flatMap(([head, group]) => {
    if (group.length === 1) return group.flatMap((change) => renderChange(change, page, indent));
    return [
      `${indent}${printable(head)}`,
      ...group.flatMap((change) => {
        const path = change.path.slice(head.length).replace(/^\./, '');
        return renderChange({ ...change, path: path === '' ? '(itself)' : path }, page, `${indent}  `);
      }),
    ];
  });
}

/** `containerDefinitions[app]` of what lies below it; null when nothing does. */
function headOf(path: string): string | null {
  const head = /^[^.[\]]+\[(?:"(?:[^"\\]|\\.)*"|[^\]]+)\]/.exec(path)?.[0];
  return head === undefined || head === path ? null : head;
}

const signs = { added: '+', changed: '~', removed: '-', kept: '=' } as const;

function renderChange(change: Change, page: Page, indent: string): readonly string[] {
  const kind = changeKind(change);
  const { colour } = page;
  const paint = { added: colour.green, changed: colour.yellow, removed: colour.red, kept: colour.dim }[kind];
  const lead = `${indent}${signs[kind]} ${printable(change.path)}`;
  const place: Place = { lead, indent, page, kind };
  return withWinner(valueLines(change, place), change, { ...place, paint });
}

interface Place {
  readonly lead: string;
  readonly indent: string;
  readonly page: Page;
  readonly kind: ChangeKind;
}

interface Painted extends Place {
  readonly paint: (text: string) => string;
}

function valueLines(change: Change, place: Place): readonly string[] {
  const { from, to, masked, only } = change;
  const { lead, indent, page, kind } = place;
  const inner = `${indent}    `;
  if (only === 'order' && Array.isArray(to))
    return fitted(`${lead}:`, [`order is now ${to.map(renderValue).join(', ')}`], place);
  const image = imageChange(change);
  if (image !== null && masked !== true) return fitted(`${lead}:`, [printable(imageChangeText(image))], place);
  if (kind === 'kept')
    return fitted(`${lead}:`, [from === null ? 'not there' : cutText(renderValue(from), inALine(page, inner))], place);
  if (from === null || to === null) return wholeLines(from ?? to, place);
  if (masked === true && sameJson(from, to)) return [`${lead}: ${renderValue(to)} (changed)`];
  if (isText(from) && isText(to))
    return [`${lead}:`, ...textLines(from, to).map((line) => `${inner}${printable(line)}`)];
  const [before, after] = renderValues(from, to, Math.max(60, page.width - inner.length));
  const line = `${lead}: ${before} → ${after}`;
  return textWidth(line) <= page.width
    ? [line]
    : [`${lead}:`, ...hanging(`${inner}  `, before, page), ...hanging(`${inner}→ `, after, page)];
}

/** A value that comes or goes. */
function wholeLines(value: Json, place: Place): readonly string[] {
  const { lead, indent, page, kind } = place;
  // What goes needs to be known, what comes to be read.
  const longest = kind === 'removed' ? inALine(page, `${indent}    `) : page.width * 4;
  if (typeof value === 'string' && value.trim().includes('\n')) {
    const lines = value.split('\n');
    const more = lines.length > 12 ? [`… (${lines.length} lines)`] : [];
    return [`${lead}:`, ...[...lines.slice(0, 12), ...more].map((line) => `${indent}    ${printable(line)}`)];
  }
  const line = `${lead}: ${renderValue(value)}`;
  if (textWidth(line) <= page.width || !isJsonObject(value)) {
    return fitted(`${lead}:`, [cutText(renderValue(value), longest)], place);
  }
  return [
    `${lead}:`,
    ...Object.entries(value).flatMap(([key, item]) =>
      item === undefined
        ? []
        : hanging(`${indent}    `, `${printable(key)}: ${cutText(renderValue(item), longest)}`, page),
    ),
  ];
}

function fitted(lead: string, texts: readonly string[], { indent, page }: Place): readonly string[] {
  const line = [lead, ...texts].join(' ');
  if (textWidth(line) <= page.width) return [line];
  const inner = `${indent}    `;
  return [lead, ...texts.flatMap((text) => wrapText(text, page.width - inner.length)).map((text) => `${inner}${text}`)];
}

/** Text after a mark, its further lines two columns further in. */
function hanging(mark: string, text: string, { width }: Page): readonly string[] {
  const blanks = ' '.repeat(mark.length + 2);
  return wrapText(text, width - blanks.length).map((line, index) => `${index === 0 ? mark : blanks}${line}`);
}

/** The lines with who wins behind them, or below where there is no room. */
function withWinner(lines: readonly string[], change: Change, { indent, page, paint }: Painted): readonly string[] {
  const text = winnerText(change, page);
  const painted = lines.map(paint);
  if (text === null) return painted;
  const { dim } = page.colour;
  const length = textWidth(lines[0] ?? '') + textWidth(text) + 3;
  if (lines.length === 1 && length <= page.width) return painted.map((line) => `${line} ${dim(`(${text})`)}`);
  const inner = `${indent}    `;
  return [...painted, ...wrapText(text, page.width - inner.length).map((line) => dim(`${inner}${line}`))];
}

/** Who wins where three differ: `shop-api:42 has slow; the config wins`. */
function winnerText({ other, winner, masked }: Change, page: Page): string | null {
  if (other === undefined || winner === undefined) return null;
  if (winner === 'other') return printable(`${other.name} wins`);
  const value = masked === true ? 'has a different value' : `has ${cutText(renderValue(other.value), page.width)}`;
  const held = other.value === null ? 'does not have it' : value;
  return printable(`${other.name} ${held}; ${winner === 'running' ? 'the running revision' : 'the config'} wins`);
}

/** Characters of a value that a line of its own holds. */
function inALine({ width }: Page, indent: string): number {
  return Math.max(40, width - indent.length - 20);
}

/** Texts of several lines differ line by line; a line around each difference stays. */
function textLines(from: string, to: string): readonly string[] {
  const { hunks } = structuredPatch('', '', from, to, undefined, undefined, { context: 1 });
  return hunks
    .flatMap(({ lines }, index) => [...(index > 0 ? ['…'] : []), ...lines])
    .filter((line) => !line.startsWith('\\'));
}

function isText(value: Json): value is string {
  return typeof value === 'string' && value.trim().includes('\n');
}
