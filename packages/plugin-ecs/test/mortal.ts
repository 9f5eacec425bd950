import {
  applyWithRollback,
  earlierSteps,
  type JournaledRun,
  type Plan,
  type Plugin,
  pastRuns,
  type Report,
  type ReportedRun,
  type RunContext,
  type RunEvent,
  refuseOutdated,
  runState,
  tellReporters,
} from '@funade/core';

/** The life of one process: it ends in its last moment, without any cleaning up. */
export class Life {
  #left: number;
  dead = false;
  readonly #end = Promise.withResolvers<'killed'>();
  /** What happened in each moment. */
  readonly told: string[] = [];

  /** `moments`: how many it lives through. Default: it does not end. */
  constructor(moments = Number.POSITIVE_INFINITY) {
    this.#left = moments;
  }

  /** Resolves when it ends. */
  get end(): Promise<'killed'> {
    return this.#end.promise;
  }

  /** One moment more; the process ends in its last one. */
  tick(what: string): void {
    if (this.dead) return;
    this.told.push(what);
    this.#left -= 1;
    if (this.#left > 0) return;
    this.dead = true;
    this.#end.resolve('killed');
  }

  /** Waits for ever once the process has ended: nothing of it goes on. */
  async through<T>(work: Promise<T>): Promise<T> {
    if (this.dead) await never;
    try {
      return await work;
    } finally {
      if (this.dead) await never;
    }
  }
}

const never = new Promise<never>(() => undefined);

const writes = /\.(?:Register|Update|Create|Stop|Continue)\w+$/;

/** The context of a process: once its life is over it neither sleeps, nor sends, nor hears an answer. */
export function mortalContext(context: RunContext, life: Life): RunContext {
  const { clock, resources } = context;
  return {
    ...context,
    clock: {
      now: () => clock.now(),
      monotonic: () => clock.monotonic(),
      sleep: (ms, how) => life.through(life.dead ? never : clock.sleep(ms, how)),
    },
    resources: {
      ...resources,
      use: async (key, create) => {
        const made = await life.through(resources.use(key, create));
        return isHttp(made) ? (mortalHttp(made, life) as typeof made) : made;
      },
    },
  };
}

interface Http {
  readonly handler: {
    handle(request: { readonly headers: Readonly<Record<string, string>> }, options?: unknown): Promise<unknown>;
  };
}

function isHttp(made: unknown): made is Http {
  return typeof made === 'object' && made !== null && 'handler' in made && 'open' in made;
}

function mortalHttp(http: Http, life: Life): Http {
  return {
    ...http,
    handler: {
      ...http.handler,
      handle: async (request, options) => {
        const target = request.headers['x-amz-target'] ?? request.headers['X-Amz-Target'] ?? '';
        const answer = await life.through(life.dead ? never : http.handler.handle(request, options));
        // AWS has done it, and nobody hears of it.
        if (writes.test(target)) life.tick(`answer to ${target}`);
        return life.through(Promise.resolve(answer));
      },
    },
  };
}

/** Journals as they are on disk when a process has ended. */
export class Disk {
  readonly #journals: JournaledRun[] = [];

  /** What writes them, as long as the process lives. */
  reporters(life: Life) {
    return tellReporters([
      {
        name: 'journal',
        start: ({ id, ...head }: ReportedRun) => {
          if (!life.dead) this.#journals.push({ run: id, ...structuredClone(head), isOperation: false, events: [] });
          life.tick(`the head of a journal`);
        },
        event: (event: RunEvent) => {
          if (life.dead) return;
          // Lines of output are not kept.
          if (event.type === 'step-output') return;
          const journal = this.#journals.at(-1);
          if (journal !== undefined) (journal.events as RunEvent[]).push(structuredClone(event));
          life.tick(`${event.type} ${'step' in event ? event.step : ''}`);
        },
      },
    ]);
  }

  /** The last run. */
  run() {
    return pastRuns(this.#journals.toReversed())[0];
  }
}

/** What a process is started in. */
export interface Process {
  readonly context: RunContext;
  readonly plugins: readonly Plugin[];
  readonly disk: Disk;
}

/** Applies a plan until its end, or that of the process. */
export async function applyIn({ context, plugins, disk }: Process, plan: Plan, life: Life): Promise<Report | 'killed'> {
  const mortal = mortalContext(context, life);
  const ran = applyWithRollback(plan, mortal, { plugins, reporters: disk.reporters(life), concurrency: 100 });
  return Promise.race([ran.then(({ report }) => report), life.end]);
}

/** Takes up the last run on the disk, as `funade resume` does. */
export async function resumeIn({ context, plugins, disk }: Process, life = new Life()): Promise<Report | 'killed'> {
  const run = disk.run();
  if (run === undefined) throw new Error('there is no journal');
  const { report, open } = runState(run);
  if (open.length === 0) return report;
  const plan = run.plan as Plan;
  const mortal = mortalContext(context, life);
  await refuseOutdated({ plan, earlier: earlierSteps(plan, run.events), open }, plugins, mortal);
  const reporters = disk.reporters(life);
  const ran = applyWithRollback(plan, mortal, { plugins, reporters, resumed: run, concurrency: 100 });
  return Promise.race([ran.then(({ report: ended }) => ended), life.end]);
}
