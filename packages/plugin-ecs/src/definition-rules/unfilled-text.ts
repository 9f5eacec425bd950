import { suggest } from '@funade/core';
import { placeholderName } from '../shapes/placeholder.ts';
import type { Placeholders } from './fill-placeholders.ts';

/** What is told of a placeholder that still stands somewhere. `placeholders`: what is written for others; absent: nothing is. */
export function unfilledText(text: string, placeholders: Placeholders | undefined): string {
  const name = placeholderName(text);
  if (placeholders === undefined || name === null) return `${text} looks like a placeholder that was not filled in`;
  const names = Object.keys(placeholders);
  return `${text} is not filled in: ecs.placeholders has no ${name}; ${suggest(name, names)}`;
}
