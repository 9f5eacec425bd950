/** A part of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Absent on the last page. */
  readonly nextToken: string | undefined;
}

/** `size` items of a list from where the token of the page before ended. Null for a token that no page gave. */
export function pageOf<Item>(
  items: readonly Item[],
  { size, token }: { readonly size: number; readonly token: string | undefined },
): Page<Item> | null {
  const from = token === undefined ? '0' : Buffer.from(token, 'base64url').toString('utf8');
  if (!/^\d+$/.test(from)) return null;
  const start = Number(from);
  const end = start + size;
  return {
    items: items.slice(start, end),
    nextToken: end < items.length ? Buffer.from(String(end)).toString('base64url') : undefined,
  };
}
