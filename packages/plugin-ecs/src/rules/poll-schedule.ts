/** Services that one DescribeServices call may name: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServices.html */
export const servicesPerCall = 10;

/** Milliseconds between two looks at the same service, while few are watched. */
const shortestPause = 3_000;

/** Milliseconds that each call of a round adds to the pause when there are many: at most 188 calls a minute. */
const pausePerCall = 320;

/** First looks between two rounds, at most so many in a minute: with 20 rounds that makes 24 calls. */
const firstLooksPerMinute = 4;

/** Milliseconds from the start of one round of calls to the start of the next. */
export function pauseBetweenRounds(calls: number): number {
  return Math.max(shortestPause, calls * pausePerCall);
}

/** Whether a service that just came may be looked at before the next round, given when that was done before. */
export function mayLookFirst(firstLooks: readonly number[], now: number): boolean {
  return firstLooks.filter((at) => now - at < 60_000).length < firstLooksPerMinute;
}

/** The calls of a round: services by cluster, in groups that one call may name. */
export function batchByCluster<T extends { readonly cluster: string }>(items: Iterable<T>): readonly (readonly T[])[] {
  const batches: T[][] = [];
  for (const group of Map.groupBy(items, ({ cluster }) => cluster).values()) {
    for (let from = 0; from < group.length; from += servicesPerCall)
      batches.push(group.slice(from, from + servicesPerCall));
  }
  return batches;
}
