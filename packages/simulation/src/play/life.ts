/** The life of one process: it ends in its last moment, without any cleaning up. */
export interface Life {
  readonly dead: boolean;
  /** Moments that it has lived through. */
  readonly moments: number;
  /** Resolves when it ends. */
  readonly end: Promise<'killed'>;
  /** One moment more; the process ends in its last one. */
  tick(): void;
  /** Ends it now. */
  kill(): void;
  /** Waits for ever once the process has ended: nothing of it goes on. */
  through<T>(work: Promise<T>): Promise<T>;
}

const never = new Promise<never>(() => undefined);

/** `last`: the moment in which it ends; null: it does not. `onMoment` hears the number of each. */
export function createLife(last: number | null, onMoment: (moment: number) => void): Life {
  const { promise: end, resolve } = Promise.withResolvers<'killed'>();
  let moments = 0;
  let dead = false;
  const kill = (): void => {
    dead = true;
    resolve('killed');
  };
  return {
    get dead() {
      return dead;
    },
    get moments() {
      return moments;
    },
    end,
    tick() {
      if (dead) return;
      moments += 1;
      if (moments === last) kill();
      else onMoment(moments);
    },
    kill,
    async through(work) {
      if (dead) return never;
      try {
        return await work;
      } finally {
        if (dead) await never;
      }
    },
  };
}
