import { textWidth } from './text-width.ts';

export { escapeControls as printable } from '@funade/core';

/** On terminals of fewer columns nothing can be laid out. */
const leastWidth = 20;

/** A line in as many as it takes, its further lines behind `indent`. Left alone where the width is 0 (unknown) or too small. */
export function breakLine(text: string, indent: string, width: number): readonly string[] {
  if (width < leastWidth || textWidth(text) <= width) return [text];
  const [, blanks = '', rest = ''] = /^(\s*)(.*)$/s.exec(text) ?? [];
  const [first = '', ...more] = wrapText(rest, width - Math.max(blanks.length, indent.length));
  return [`${blanks}${first}`, ...more.map((line) => `${indent}${line}`)];
}

/** The text in lines of at most `width` characters, broken at blanks; a longer word stays whole. */
export function wrapText(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line === '') line = word;
    else if (textWidth(line) + 1 + textWidth(word) <= width) line = `${line} ${word}`;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}
