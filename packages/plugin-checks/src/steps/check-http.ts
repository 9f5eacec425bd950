import { defineStep } from '@funade/core';
import { z } from 'zod';
import { checkFailed } from '../model/errors.ts';
import type { BadSighting } from '../model/sighting.ts';
import { withoutQuery } from '../rules/judge-answer.ts';
import { deadlineOf } from './deadline-of.ts';
import { headerValues, plannedHeaders } from './header-values.ts';
import { look } from './look.ts';

/** How long one request may take, in milliseconds. */
const patience = 10_000;

/** Asks until so many answers in a row are as expected. Throws `CHECK_FAILED` with what was seen last when the time is over. */
export const checkHttp = defineStep({
  kind: 'check.http',
  effect: 'none',
  waits: true,
  deadlineSeconds: deadlineOf,
  input: z.strictObject({
    url: z.string(),
    method: z.string(),
    headers: plannedHeaders,
    status: z.array(z.number()),
    json: z.json().optional(),
    timeoutSeconds: z.number(),
    intervalSeconds: z.number(),
    consecutive: z.number(),
    followRedirects: z.boolean(),
    caFile: z.string().nullable(),
    /** What becomes of the rollout that waits for it, where it is not rolled back. */
    otherwise: z.string().optional(),
  }),
  output: z.object({ attempts: z.number(), seconds: z.number() }),
  async run(request, context) {
    const { clock, signal } = context;
    const { consecutive, timeoutSeconds, intervalSeconds } = request;
    const headers = headerValues(request.headers, context);
    const logins = Object.keys(request.headers).filter((name) => typeof request.headers[name] !== 'string');
    const url = new URL(request.url);
    const begun = clock.monotonic();
    const spent = (): number => clock.monotonic() - begun;
    const timeout = timeoutSeconds * 1000;
    let good = 0;
    let last: BadSighting | null = null;
    let told = '';
    for (let attempts = 1; ; attempts += 1) {
      const limit = Math.max(1, Math.min(patience, timeout - spent()));
      const seen = await look({ ...request, url, headers, logins, limit }, context);
      good = seen.good ? good + 1 : 0;
      const seconds = Math.round(spent() / 1000);
      if (good >= consecutive) return { attempts, seconds };
      if (!seen.good) last = seen;
      const text = seen.good ? `as expected, ${good} of ${consecutive} in a row` : seen.text;
      if (text !== told) {
        const until = Math.round(clock.now() + timeout - spent());
        context.progress(text, { attempts, good, until, ...(seen.good ? {} : { cause: seen.cause }) });
      }
      told = text;
      if (spent() + intervalSeconds * 1000 >= timeout) {
        const failed = last ?? tooSlow;
        throw checkFailed({
          url: withoutQuery(request.url),
          last: failed,
          attempts,
          seconds,
          good,
          consecutive,
          otherwise: request.otherwise,
        });
      }
      await clock.sleep(intervalSeconds * 1000, { signal });
    }
  },
});

/** Every answer was as expected, and they took so long that not enough of them came. */
const tooSlow: BadSighting = {
  good: false,
  cause: 'timeout',
  text: 'there was no time for more',
  hint: 'set timeout, or ask for fewer answers in a row',
  evidence: [],
};
