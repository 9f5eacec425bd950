import * as z from 'zod';

/** What the whole project says, in `hooks({ … })`. */
export interface HooksSettings {
  /** Gets a POST at the end of each deploy that changes something. */
  readonly announce?: string;
  /** Gets a POST with how the run ended. */
  readonly outcome?: string;
}

/** What a service writes under `hooks`. */
export interface HooksInput {
  /** Called before the rollout, one after the other, each once for all services that name the same URL. */
  readonly before?: readonly { readonly name: string; readonly url: string }[];
  /** Called with PUT and the revision once it is running, and with the previous one when it is rolled back. */
  readonly follow?: string;
  /** Must answer a GET with a status below 400 within the time, once the rollout is done. */
  readonly check?: { readonly url: string; readonly seconds?: number };
}

const url = z.string().refine((text) => URL.canParse(text) || text.includes('{{'), 'expected a URL');

export const options = z.strictObject({
  before: z.array(z.strictObject({ name: z.string().min(1), url })).optional(),
  follow: url.optional(),
  check: z.strictObject({ url, seconds: z.number().positive().optional() }).optional(),
});

export type HooksOptions = z.output<typeof options>;
