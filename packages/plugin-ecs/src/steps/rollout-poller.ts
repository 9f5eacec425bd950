import type { Clock } from '@funade/core';
import type { ServicePlace } from '../errors.ts';
import { batchByCluster, mayLookFirst, pauseBetweenRounds, servicesPerCall } from '../rules/poll-schedule.ts';

/** Looks at up to ten services of one cluster in one call; gives an answer for each of them and does not throw. */
export type LookAtServices<Look> = (batch: readonly ServicePlace[], signal: AbortSignal) => Promise<readonly Look[]>;

/** One poller for all that wait in an environment, so that ten services cost what one does. */
export interface RolloutPoller<Look> extends Disposable {
  /** Starts watching a service; the first look comes soon, the next ones with everybody's. Dispose of it to stop. */
  watch(place: ServicePlace): Watch<Look>;
}

export interface Watch<Look> extends Disposable {
  /** The next look; rejects with the signal's reason when that aborts first. */
  next(signal: AbortSignal): Promise<Look>;
}

interface Watching<Look> {
  readonly cluster: string;
  readonly place: ServicePlace;
  fresh: boolean;
  waiting: Pick<PromiseWithResolvers<Look>, 'resolve' | 'reject'>[];
}

/** A poller that sleeps on `clock` and calls nothing while nobody watches. */
export function createRolloutPoller<Look>(clock: Clock, lookAt: LookAtServices<Look>): RolloutPoller<Look> {
  const watches = new Set<Watching<Look>>();
  let firstLooks: readonly number[] = [];
  let nextRound = Number.NEGATIVE_INFINITY;
  let running = false;
  let idle = new AbortController();
  let wake = new AbortController();

  const look = async (batch: readonly Watching<Look>[]): Promise<void> => {
    for (const watching of batch) watching.fresh = false;
    const looks = await lookAt(
      batch.map(({ place }) => place),
      idle.signal,
    );
    batch.forEach((watching, index) => {
      const seen = looks[index];
      const { waiting } = watching;
      watching.waiting = [];
      if (seen !== undefined) for (const { resolve } of waiting) resolve(seen);
    });
  };

  const round = async (now: number): Promise<void> => {
    const batches = batchByCluster(watches);
    nextRound = now + pauseBetweenRounds(batches.length);
    await Promise.all(batches.map(look));
  };

  const firstLook = async (now: number, fresh: Watching<Look>): Promise<void> => {
    firstLooks = [...firstLooks.filter((at) => now - at < 60_000), now];
    const cluster = [...watches].filter((watching) => watching.cluster === fresh.cluster);
    const batch = cluster.toSorted((a, b) => Number(b.fresh) - Number(a.fresh)).slice(0, servicesPerCall);
    if (batch.length === watches.size) nextRound = now + pauseBetweenRounds(1);
    await look(batch);
  };

  const pause = async (ms: number): Promise<void> => {
    wake = new AbortController();
    const { signal } = wake;
    await clock.sleep(ms, { signal }).catch((reason) => {
      if (!signal.aborted) throw reason;
    });
  };

  const run = async (): Promise<void> => {
    while (watches.size > 0) {
      if (idle.signal.aborted) idle = new AbortController();
      const now = clock.now();
      const fresh = [...watches].find((watching) => watching.fresh);
      if (now >= nextRound) await round(now);
      else if (fresh !== undefined && mayLookFirst(firstLooks, now)) await firstLook(now, fresh);
      else await pause(nextRound - now);
    }
  };

  const start = (): void => {
    if (running) {
      wake.abort();
      return;
    }
    running = true;
    run()
      .catch((error: unknown) => {
        for (const { waiting } of watches) for (const { reject } of waiting) reject(error);
      })
      .finally(() => {
        running = false;
      });
  };

  const stop = (watching: Watching<Look>): void => {
    watches.delete(watching);
    if (watches.size > 0) return;
    idle.abort();
    wake.abort();
  };

  return {
    watch(place) {
      const watching: Watching<Look> = { cluster: place.cluster, place, fresh: true, waiting: [] };
      watches.add(watching);
      start();
      return {
        next: (signal) => nextLook(watching, signal),
        [Symbol.dispose]: () => stop(watching),
      };
    },
    [Symbol.dispose]() {
      for (const watching of watches) stop(watching);
    },
  };
}

async function nextLook<Look>(watching: Watching<Look>, signal: AbortSignal): Promise<Look> {
  signal.throwIfAborted();
  const look = Promise.withResolvers<Look>();
  const onAbort = (): void => look.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  watching.waiting.push(look);
  try {
    return await look.promise;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
