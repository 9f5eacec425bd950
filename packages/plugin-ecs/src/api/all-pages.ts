/** One page of a list. */
interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextToken: string | undefined;
}

/** All items of a list that comes in pages. */
export async function allPages<Item>(
  read: (nextToken: string | undefined) => Promise<Page<Item>>,
): Promise<readonly Item[]> {
  const found: Item[] = [];
  let nextToken: string | undefined;
  do {
    const page = await read(nextToken);
    found.push(...page.items);
    ({ nextToken } = page);
  } while (nextToken !== undefined);
  return found;
}
