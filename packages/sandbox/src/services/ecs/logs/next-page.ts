import { numberIn, textIn } from '../../../model/input.ts';
import type { WireObject } from '../../../model/service.ts';

const most = 10_000;

/** One page of a list, by `limit` and `nextToken` of a CloudWatch Logs request. */
export function nextPage<Item>(
  items: readonly Item[],
  input: WireObject,
): { readonly items: readonly Item[]; readonly nextToken: string | undefined } {
  const start = Number(textIn(input, 'nextToken') ?? 0);
  const end = start + Math.min(numberIn(input, 'limit') ?? most, most);
  return { items: items.slice(start, end), nextToken: end < items.length ? String(end) : undefined };
}
