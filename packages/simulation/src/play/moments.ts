/** The moments of all processes together, one after the other: between any two of them somebody else may act. */
export interface Moments {
  /** One moment more has passed. */
  tick(): void;
  /** Resolves in the moment of this number, or when no process lives any more. */
  reached(moment: number): Promise<void>;
  /** No moment will come any more. */
  end(): void;
}

/** Moments from the first one on. */
export function createMoments(): Moments {
  const waiting: { readonly moment: number; readonly wake: () => void }[] = [];
  let now = 0;
  const wake = (until: number): void => {
    for (const each of waiting.splice(0)) {
      if (each.moment <= until) each.wake();
      else waiting.push(each);
    }
  };
  return {
    tick() {
      now += 1;
      wake(now);
    },
    reached: (moment) =>
      moment <= now ? Promise.resolve() : new Promise((resolve) => waiting.push({ moment, wake: resolve })),
    end() {
      now = Number.POSITIVE_INFINITY;
      wake(now);
    },
  };
}
