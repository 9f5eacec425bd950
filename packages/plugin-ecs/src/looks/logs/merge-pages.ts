/** What is merged by its time. */
export interface Timed {
  readonly at: number;
}

/**
 * Pages of several sources, each in the order of time, as one sequence in that order. Of each source one page is held; what
 * is surely next is handed out in runs, so that nobody waits for the end.
 */
export async function* mergePages<Item extends Timed>(
  sources: readonly AsyncIterable<readonly Item[]>[],
): AsyncGenerator<readonly Item[], void, undefined> {
  const open = await Promise.all(sources.map((source) => refill({ pages: source[Symbol.asyncIterator](), items: [] })));
  let alive = open.filter((each) => each !== null);
  while (alive.length > 0) {
    // Whatever is not newer than the oldest of the pages' ends cannot be overtaken any more.
    const until = Math.min(...alive.map(({ items }) => items.at(-1)?.at ?? Number.POSITIVE_INFINITY));
    const run = alive.flatMap(({ items }) => items.filter(({ at }) => at <= until));
    yield run.toSorted((a, b) => a.at - b.at);
    const next = await Promise.all(
      alive.map((each) => {
        const items = each.items.filter(({ at }) => at > until);
        return items.length > 0 ? { ...each, items } : refill({ ...each, items });
      }),
    );
    alive = next.filter((each) => each !== null);
  }
}

interface Held<Item> {
  readonly pages: AsyncIterator<readonly Item[]>;
  readonly items: readonly Item[];
}

/** With the next page that has anything in it; null at the end. */
async function refill<Item>({ pages }: Held<Item>): Promise<Held<Item> | null> {
  for (;;) {
    const { done, value } = await pages.next();
    if (done === true) return null;
    if (value.length > 0) return { pages, items: value };
  }
}
