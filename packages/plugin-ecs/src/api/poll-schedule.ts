/** Services that one DescribeServices call may name: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServices.html */
export const servicesPerCall = 10;

/** Service deployments that one call may name: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServiceDeployments.html */
export const serviceDeploymentsPerCall = 20;

/** Milliseconds after which an attempt of a look that got no answer is given up, as the next one may fare better. */
export const requestTimeout = 10_000;

/** Milliseconds between two looks at the same service, while few are watched. */
const shortestPause = 3_000;

/** Milliseconds between two looks that get no answer, at most. */
const longestSilence = 30_000;

/** Milliseconds that each call of a round adds to the pause when there are many: at most 188 calls a minute. */
const pausePerCall = 320;

/** First looks between two rounds, at most so many in a minute: with 20 rounds that makes 24 calls. */
const firstLooksPerMinute = 4;

/** Milliseconds from the start of one round of calls to the start of the next. */
export function pauseBetweenRounds(calls: number): number {
  return Math.max(shortestPause, calls * pausePerCall);
}

/** Milliseconds that a watch rests after so many looks in a row that got no answer. */
export function pauseAfterSilence(looks: number): number {
  return Math.min(longestSilence, shortestPause * 2 ** looks);
}

/**
 * Milliseconds that a watch rests while traffic bakes and nothing changes: a twentieth of how long nothing has, so that hours of
 * it take few calls, and at most a quarter of what is left of it. `left`: null when nobody knows.
 */
export function pauseWhileBaking(unchanged: number, left: number | null): number {
  return Math.max(0, Math.min(longestSilence, unchanged / 20, (left ?? Number.POSITIVE_INFINITY) / 4));
}

/** Calls in a minute of waiting, whatever they are about: for ten services what one takes, and never more than 200. */
export function callsPerMinute(services: number): number {
  return services <= servicesPerCall ? 24 : 200;
}

/** Whether so many calls more are within what a minute may take, given when the ones before were sent. */
export function hasRoom(sent: readonly number[], { now, calls, most }: RoomWanted): boolean {
  return sent.filter((at) => now - at < 60_000).length + calls <= most;
}

interface RoomWanted {
  readonly now: number;
  readonly calls: number;
  readonly most: number;
}

/** Whether a service that just came may be looked at before the next round, given when that was done before. */
export function mayLookFirst(firstLooks: readonly number[], now: number): boolean {
  return firstLooks.filter((at) => now - at < 60_000).length < firstLooksPerMinute;
}

/** The calls of a round: services by cluster, in groups that one call may name. */
export function batchByCluster<T extends { readonly cluster: string }>(items: Iterable<T>): readonly (readonly T[])[] {
  return [...Map.groupBy(items, ({ cluster }) => cluster).values()].flatMap((group) =>
    inGroups(group, servicesPerCall),
  );
}

/** A list in groups of at most so many. */
export function inGroups<T>(items: readonly T[], most: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / most) }, (_, index) =>
    items.slice(index * most, (index + 1) * most),
  );
}
