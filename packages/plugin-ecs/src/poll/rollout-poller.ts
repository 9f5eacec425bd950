import type { Clock } from '@funade/core';
import {
  batchByCluster,
  callsPerMinute,
  hasRoom,
  inGroups,
  mayLookFirst,
  pauseBetweenRounds,
  serviceDeploymentsPerCall,
  servicesPerCall,
} from '../api/poll-schedule.ts';
import type { ServiceRef } from '../model/errors.ts';

/** How the poller looks. Each gives an answer for every thing it is asked about, and does not throw. */
export interface Eyes<Look> {
  /** Up to ten services of one cluster in one call. */
  services(batch: readonly ServiceRef[], signal: AbortSignal): Promise<readonly Look[]>;
  /** Up to twenty service deployments in one call. */
  serviceDeployments(arns: readonly string[], signal: AbortSignal): Promise<readonly Look[]>;
}

/** One poller for all that wait in an environment, so that ten services cost what one does. */
export interface RolloutPoller<Look> extends Disposable {
  /** Starts watching a service; the first look comes soon, the next ones with everybody's. Dispose of it to stop. */
  watch(place: ServiceRef): Watch<Look>;
  /** Whether so many calls beside the looks are within what a minute of waiting may take. */
  hasRoom(calls: number): boolean;
  /** Counts calls that a wait made beside the looks; the next looks come the later for it. */
  spend(calls: number): void;
}

export interface Watch<Look> extends Disposable {
  /** The next look; rejects with the signal's reason when that aborts first. */
  next(signal: AbortSignal): Promise<Look>;
  /** Every second look is at this service deployment from now on; null: all of them are at the service. */
  follow(serviceDeployment: string | null): void;
  /** Sits the next rounds out for so many milliseconds. */
  rest(ms: number): void;
}

interface Watching<Look> {
  readonly cluster: string;
  readonly place: ServiceRef;
  serviceDeployment: string | null;
  fresh: boolean;
  restsUntil: number;
  waiting: Pick<PromiseWithResolvers<Look>, 'resolve' | 'reject'>[];
}

/** Milliseconds that a round is put off at most, when the minute's calls are spent. */
const longestPause = 10_000;
const recheck = 1_000;

/** A poller that sleeps on `clock` and calls nothing while nobody watches. */
export function createRolloutPoller<Look>(clock: Clock, eyes: Eyes<Look>): RolloutPoller<Look> {
  const watches = new Set<Watching<Look>>();
  let firstLooks: readonly number[] = [];
  let sent: readonly number[] = [];
  let nextRound = Number.NEGATIVE_INFINITY;
  let lastRound = Number.NEGATIVE_INFINITY;
  let lastAtServices = false;
  let running = false;
  let idle = new AbortController();
  let wake = new AbortController();

  const room = (calls: number): boolean =>
    hasRoom(sent, { now: clock.monotonic(), calls, most: callsPerMinute(watches.size) });

  const spend = (calls: number): void => {
    const now = clock.monotonic();
    sent = [...sent.filter((at) => now - at < 60_000), ...Array<number>(calls).fill(now)];
  };

  const hand = (batch: readonly Watching<Look>[], looks: readonly Look[]): void => {
    batch.forEach((watching, index) => {
      const seen = looks[index];
      const { waiting } = watching;
      watching.waiting = [];
      if (seen !== undefined) for (const { resolve } of waiting) resolve(seen);
    });
  };

  const lookAtServices = async (batch: readonly Watching<Look>[]): Promise<void> => {
    for (const watching of batch) watching.fresh = false;
    const places = batch.map(({ place }) => place);
    hand(batch, await eyes.services(places, idle.signal));
  };

  const lookAtServiceDeployments = async (batch: readonly Watching<Look>[]): Promise<void> => {
    const arns = batch.map(({ serviceDeployment }) => serviceDeployment ?? '');
    hand(batch, await eyes.serviceDeployments(arns, idle.signal));
  };

  /** Services and service deployments take turns; a service whose deployment cannot be seen is looked at each time. */
  const round = async (now: number): Promise<void> => {
    const all = [...watches].filter(({ restsUntil }) => restsUntil <= now);
    const followed = lastAtServices ? all.filter(({ serviceDeployment }) => serviceDeployment !== null) : [];
    const services = batchByCluster(all.filter((watching) => !followed.includes(watching)));
    const deployments = inGroups(followed, serviceDeploymentsPerCall);
    const calls = services.length + deployments.length;
    if (!room(calls) && now - lastRound < longestPause) {
      nextRound = now + recheck;
      return;
    }
    spend(calls);
    lastRound = now;
    lastAtServices = followed.length === 0;
    nextRound = now + pauseBetweenRounds(calls);
    await Promise.all([...services.map(lookAtServices), ...deployments.map(lookAtServiceDeployments)]);
  };

  const firstLook = async (now: number, fresh: Watching<Look>): Promise<void> => {
    firstLooks = [...firstLooks.filter((at) => now - at < 60_000), now];
    const cluster = [...watches].filter((watching) => watching.cluster === fresh.cluster);
    const batch = cluster.toSorted((a, b) => Number(b.fresh) - Number(a.fresh)).slice(0, servicesPerCall);
    if (batch.length === watches.size) nextRound = now + pauseBetweenRounds(1);
    spend(1);
    await lookAtServices(batch);
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
      const now = clock.monotonic();
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
    hasRoom: room,
    spend,
    watch(place) {
      const { cluster } = place;
      const watching: Watching<Look> = {
        cluster,
        place,
        serviceDeployment: null,
        fresh: true,
        restsUntil: 0,
        waiting: [],
      };
      watches.add(watching);
      start();
      return {
        next: (signal) => nextLook(watching, signal),
        follow: (serviceDeployment) => {
          watching.serviceDeployment = serviceDeployment;
        },
        rest: (ms) => {
          watching.restsUntil = clock.monotonic() + ms;
        },
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
