import pMap from 'p-map';

/** How many calls of one kind are under way at once; well within the rates of the services that are asked. */
const concurrency = 8;

/** Looks at every item once, a few at a time; what was seen by item. The first failure wins. */
export async function lookAtEach<Item, Seen>(
  items: Iterable<Item>,
  look: (item: Item) => Promise<Seen>,
): Promise<ReadonlyMap<Item, Seen>> {
  return new Map(await pMap(new Set(items), async (item) => [item, await look(item)] as const, { concurrency }));
}
