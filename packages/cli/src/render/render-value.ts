import { isJsonObject, type Json } from '@funade/core';
import { printable } from './wrap-text.ts';

/** A value in one line, as people write it: `fast`, `256`, `[npm, start]`, `{name: app, cpu: 256}`, `""`. */
export function renderValue(value: Json): string {
  if (typeof value === 'string') return printable(isPlain(value) ? value : JSON.stringify(value));
  if (Array.isArray(value)) return `[${value.map(renderInside).join(', ')}]`;
  if (!isJsonObject(value)) return String(value);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return `{${entries.map(([key, item]) => `${printable(key)}: ${renderInside(item ?? null)}`).join(', ')}}`;
}

/** Two values in one line each: told apart by their types, and without what long texts have in common. */
export function renderValues(from: Json, to: Json, longest: number): readonly [from: string, to: string] {
  const texts = [renderValue(from), renderValue(to)] as const;
  if (texts[0] === texts[1])
    return [cutText(printable(JSON.stringify(from)), longest), cutText(printable(JSON.stringify(to)), longest)];
  return texts.every((text) => text.length > longest)
    ? withoutCommon(texts)
    : [cutText(texts[0], longest * 4), cutText(texts[1], longest * 4)];
}

/** The text, cut where it is longer, with its length. */
export function cutText(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}… (${text.length} characters)`;
}

/** Characters around a difference that are shown with it. */
const around = 16;

function withoutCommon([from, to]: readonly [string, string]): readonly [string, string] {
  const shorter = Math.min(from.length, to.length);
  let start = 0;
  while (start < shorter && from[start] === to[start]) start += 1;
  let end = 0;
  while (end < shorter - start && from.at(-1 - end) === to.at(-1 - end)) end += 1;
  const shown = (text: string): string => {
    const [left, right] = [Math.max(0, start - around), Math.min(text.length, text.length - end + around)];
    return `${left > 0 ? '…' : ''}${text.slice(left, right)}${right < text.length ? '…' : ''}`;
  };
  return [shown(from), shown(to)];
}

/** Inside a list or an object a text with a delimiter is quoted. */
function renderInside(value: Json): string {
  if (typeof value !== 'string') return renderValue(value);
  return isPlain(value) && !/[",{}[\]]|: /.test(value) ? printable(value) : printable(JSON.stringify(value));
}

function isPlain(text: string): boolean {
  return text !== '' && text.trim() === text && !/^"|\p{Cc}/u.test(text);
}
