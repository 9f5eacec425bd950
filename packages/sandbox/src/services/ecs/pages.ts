import { numberIn, textIn } from '../../model/input.ts';
import type { WireObject } from '../../model/service.ts';
import { invalidParameter } from './faults.ts';

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextToken: string | undefined;
}

/** One page of a list, by `maxResults` (1 to 100) and `nextToken` of the request. */
export function pageOf<Item>(items: readonly Item[], input: WireObject, size: number): Page<Item> {
  const limit = numberIn(input, 'maxResults') ?? size;
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
    throw invalidParameter('maxResults must be between 1 and 100.');
  }
  const start = offsetOf(textIn(input, 'nextToken'));
  const end = start + limit;
  return {
    items: items.slice(start, end),
    nextToken: end < items.length ? Buffer.from(`offset:${end}`).toString('base64') : undefined,
  };
}

function offsetOf(token: string | undefined): number {
  if (token === undefined) return 0;
  const offset = /^offset:(\d+)$/.exec(Buffer.from(token, 'base64').toString());
  if (!offset?.[1]) throw invalidParameter('Invalid token.');
  return Number(offset[1]);
}
