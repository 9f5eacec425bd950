import type { WireObject } from '../../model/service.ts';
import { invalidParameter, text } from './input.ts';

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextToken: string | undefined;
}

/** One page of a list: `maxResults` items (100 by default) after `nextToken`. */
export function page<Item>(input: WireObject, all: readonly Item[]): Page<Item> {
  const token = text(input, 'nextToken');
  const start = token === null ? 0 : Number(Buffer.from(token, 'base64url').toString('utf8'));
  if (!Number.isInteger(start)) throw invalidParameter('nextToken', 'must be a token of a former answer');
  const size = typeof input.maxResults === 'number' ? input.maxResults : 100;
  if (size < 1 || size > 1000) throw invalidParameter('maxResults', 'Member must have value between 1 and 1000');
  const end = start + size;
  return {
    items: all.slice(start, end),
    nextToken: end < all.length ? Buffer.from(String(end)).toString('base64url') : undefined,
  };
}
