import type { useHttp } from '@funade/aws';
import type { RunContext } from '@funade/core';
import type { Send } from '../model/send.ts';
import type { Life } from './life.ts';

type Http = Awaited<ReturnType<typeof useHttp>>;
/** The context of a process: once its life is over it neither sleeps, nor sends, nor hears an answer. `send`: its way to AWS. */
export function mortalContext(context: RunContext, life: Life, send: Send): RunContext {
  const { clock, resources } = context;
  const never = new Promise<never>(() => undefined);
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
        return isHttp(made) ? (mortalHttp(made, life, send) as typeof made) : made;
      },
    },
  };
}

function isHttp(made: unknown): made is Http {
  return typeof made === 'object' && made !== null && 'handler' in made && 'open' in made && 'send' in made;
}

function mortalHttp(http: Http, life: Life, send: Send): Http {
  const { handler } = http;
  return {
    ...http,
    get: (...asked) => life.through(http.get(...asked)),
    send: (...asked) => life.through(http.send(...asked)),
    open: (...asked) => life.through(http.open(...asked)),
    handler: {
      metadata: handler.metadata,
      updateHttpClientConfig: () => handler.updateHttpClientConfig(),
      httpHandlerConfigs: () => handler.httpHandlerConfigs(),
      handle: async (request, options) => {
        life.tick();
        if (life.dead) return never;
        const answer = send(request, (sent) => handler.handle(sent, options));
        try {
          const heard = await life.through(answer);
          life.tick();
          return await life.through(Promise.resolve(heard));
        } finally {
          if (life.dead) await never;
        }
      },
    },
  };
}

const never = new Promise<never>(() => undefined);
