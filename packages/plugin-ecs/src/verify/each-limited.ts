/** How many calls of one kind are under way at once; well within the rates of the services that are asked. */
const lanes = 8;

/** Runs `work` for every item, a few at a time; results by item. The first failure wins. */
export async function eachLimited<Item, Result>(
  items: Iterable<Item>,
  work: (item: Item) => Promise<Result>,
): Promise<ReadonlyMap<Item, Result>> {
  const results = new Map<Item, Result>();
  const queue = new Set(items).values();
  const lane = async (): Promise<void> => {
    for (const item of queue) results.set(item, await work(item));
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
}

/** The items in lists of at most `size`. */
export function inBatches<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
