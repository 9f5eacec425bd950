import { type ErrorInfo, plainJson } from '@funade/core';
import { plain, type Style } from './style.ts';

/**
 * An error as a person reads it: message and code, causes, what to do next. The one place that lays it out.
 *
 * A line of the message beyond the first is indented; causes that only repeat the message are left out.
 */
export function renderError(info: ErrorInfo, style: Style = plain): string {
  const error = plainJson(info);
  const [first = '', ...more] = error.message.split('\n');
  const lines = [
    `${style.red(style.bold('error:'))} ${first} ${style.dim(`(${error.code})`)}`,
    ...more.map((line) => `  ${line}`),
    ...reasons(error, style),
  ];
  return `${lines.join('\n')}\n`;
}

/** The lines under an error: `because:` for every cause, what shows the last of them below it, then `hint:`. */
export function reasons(error: ErrorInfo, style: Style = plain): readonly string[] {
  const causes = error.because
    .filter((cause, index, all) => cause !== '' && all.indexOf(cause) === index)
    .filter((cause) => !error.message.includes(cause))
    .map((cause) => cause.split('\n'));
  const last = causes.at(-1) ?? [];
  return [
    ...[...causes.slice(0, -1), [...last, ...(error.evidence ?? [])]].flatMap((lines) =>
      labelled('because:', lines, style),
    ),
    ...(error.hint === null ? [] : labelled('hint:', error.hint.split('\n'), style)),
  ];
}

function labelled(label: string, lines: readonly string[], style: Style): readonly string[] {
  const [first, ...more] = lines;
  if (first === undefined) return [];
  const indent = ' '.repeat(label.length + 3);
  return [`  ${style.dim(label)} ${first}`, ...more.map((line) => `${indent}${line}`)];
}
