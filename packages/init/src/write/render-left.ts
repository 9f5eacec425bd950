import { plainLine } from '@funade/core';
import type { LeftOut } from '../model/found-project.ts';

/** What could not be carried over, for people: a line each, and below it what to do. Empty where it is nothing. */
export function renderLeft(left: readonly LeftOut[]): string {
  if (left.length === 0) return '';
  const lines = left.flatMap(({ place, what, reason, instead }) => [
    `  ${plainLine(place)}: ${plainLine(what)}: ${plainLine(reason)}`,
    ...(instead === undefined ? [] : [`    ${plainLine(instead)}`]),
  ]);
  return `not carried over:\n${lines.join('\n')}\n`;
}
