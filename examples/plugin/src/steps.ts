import { defineStep } from 'funade';
import * as z from 'zod';
import { send } from './send.ts';

/** `hooks.call`: one POST, before the rollout. */
export const call = defineStep({
  kind: 'hooks.call',
  effect: 'changes',
  input: z.strictObject({ url: z.string(), revisions: z.record(z.string(), z.string()) }),
  output: z.strictObject({}),
  async run({ url, revisions }, context) {
    await send({ url, method: 'POST', body: { run: context.runId, revisions } }, context);
    return {};
  },
});

/** `hooks.follow`: reports which revision runs; safe to repeat, and returns what was reported before, for the rollback. */
export const follow = defineStep({
  kind: 'hooks.follow',
  effect: 'changes',
  input: z.strictObject({ url: z.string(), revision: z.string().nullable() }),
  output: z.strictObject({ before: z.string().nullable() }),
  async run({ url, revision }, context) {
    const known = z.object({ revision: z.string().nullable() }).safeParse(await send({ url, method: 'GET' }, context));
    await send({ url, method: 'PUT', body: { revision } }, context);
    return { before: known.success ? known.data.revision : null };
  },
});

const defaultSeconds = 60;
const pauseSeconds = 2;

/** `hooks.check`: asks until the answer is good, and fails when the time is over. */
export const check = defineStep({
  kind: 'hooks.check',
  effect: 'none',
  waits: true,
  deadlineSeconds: (planned) => checkInput.safeParse(planned).data?.seconds ?? defaultSeconds,
  input: z.strictObject({ url: z.string(), seconds: z.number().optional() }),
  output: z.strictObject({ attempts: z.number() }),
  async run({ url, seconds = defaultSeconds }, context) {
    const { clock, signal } = context;
    const until = clock.now() + seconds * 1000;
    for (let attempts = 1; ; attempts++) {
      try {
        await send({ url, method: 'GET' }, context);
        return { attempts };
      } catch (error) {
        signal.throwIfAborted();
        if (clock.now() + pauseSeconds * 1000 > until) throw error;
        context.progress(`${url} is not well yet`, { attempts, until });
        await clock.sleep(pauseSeconds * 1000, { signal });
      }
    }
  },
});

const checkInput = z.object({ seconds: z.number().optional() });

/** `hooks.announce`: the closing message. */
export const announce = defineStep({
  kind: 'hooks.announce',
  effect: 'changes',
  input: z.strictObject({ url: z.string(), text: z.string() }),
  output: z.strictObject({}),
  async run({ url, text }, context) {
    await send({ url, method: 'POST', body: { text } }, context);
    return {};
  },
});
