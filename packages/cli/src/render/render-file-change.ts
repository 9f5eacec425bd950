import { plainText } from '@funade/core';
import { createTwoFilesPatch } from 'diff/lib/patch/create.js';
import type { Style } from './style.ts';

/** A file that is there, and what would stand in it. */
export interface FileChange {
  readonly path: string;
  readonly standing: string;
  readonly text: string;
}

/** The difference between what stands in a file and what would, as `diff -u` shows it. */
export function renderFileChange({ path, standing, text }: FileChange, style: Style): string {
  const patch = createTwoFilesPatch(path, path, standing, text, 'as it is', 'as it would be', { context: 3 });
  return patch
    .split('\n')
    .filter((line) => !/^(===|Index: )/.test(line))
    .map((line) => colour(plainText(line), style))
    .join('\n');
}

function colour(line: string, style: Style): string {
  if (line.startsWith('+')) return style.green(line);
  return line.startsWith('-') ? style.red(line) : line;
}
