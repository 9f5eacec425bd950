import { type ErrorInfo, plainJson } from '@funade/core';
import { plain, type Style } from './style.ts';
import { breakLine } from './wrap-text.ts';

/**
 * An error as a person reads it: message and code, causes, what to do next. The one place that lays it out.
 *
 * A line of the message beyond the first is indented; causes that only repeat the message are left out.
 */
export function renderError(info: ErrorInfo, style: Style = plain, width = 0): string {
  const error = plainJson(info);
  const lines = [
    ...messageLines({ lead: 'error: ', error, indent: '  ', width }, style).map((line, index) =>
      index === 0 ? line.replace(/^error:/, style.red(style.bold('error:'))) : line,
    ),
    ...reasons(error, style, width),
  ];
  return `${lines.join('\n')}\n`;
}

export interface MessagePlace {
  /** What stands before the message in its first line. */
  readonly lead: string;
  readonly error: Pick<ErrorInfo, 'code' | 'message'>;
  /** Before every further line. */
  readonly indent: string;
  /** Columns of the terminal; 0 when unknown. */
  readonly width: number;
}

/** A message with its code behind the first line, broken at blanks where the terminal is narrow. */
export function messageLines(
  { lead, error: { code, message }, indent, width }: MessagePlace,
  style: Style,
): readonly string[] {
  const [first = '', ...more] = message.split('\n');
  const lines = [
    ...breakLine(`${lead}${first} (${code})`, indent, width),
    ...more.flatMap((line) => breakLine(`${indent}${line}`, `${indent}  `, width)),
  ];
  return lines.map((line) => line.replace(`(${code})`, (found) => style.dim(found)));
}

/** The lines under an error: `because:` for every cause, what shows the last of them below it, then `hint:`. */
export function reasons(error: ErrorInfo, style: Style = plain, width = 0): readonly string[] {
  const causes = error.because
    .filter((cause, index, all) => cause !== '' && all.indexOf(cause) === index)
    .filter((cause) => !error.message.includes(cause))
    .map((cause) => cause.split('\n'));
  const last = causes.at(-1) ?? [];
  return [
    ...[...causes.slice(0, -1), [...last, ...(error.evidence ?? [])]].flatMap((lines) =>
      labelled('because:', lines, { style, width }),
    ),
    ...(error.hint === null ? [] : labelled('hint:', error.hint.split('\n'), { style, width })),
  ];
}

interface Page {
  readonly style: Style;
  readonly width: number;
}

function labelled(label: string, lines: readonly string[], { style, width }: Page): readonly string[] {
  if (lines.length === 0) return [];
  const indent = ' '.repeat(label.length + 3);
  const all = lines.flatMap((line) => breakLine(`${indent}${line}`, `${indent}  `, width));
  return all.map((line, index) => (index === 0 ? `  ${style.dim(label)} ${line.slice(indent.length)}` : line));
}
