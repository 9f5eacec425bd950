import { looksSecret, maskText, parseDuration } from '@funade/core';
import { z } from 'zod';
import { fitsHeader } from './fits-header.ts';

const text = z.string().min(1, 'must not be empty');

const duration = z.string().refine((written) => (parseDuration(written) ?? 0) > 0, {
  error: ({ input }) => `not a duration: ${JSON.stringify(input)}; write it as "2m", "90s" or "1h30m"`,
});

const name = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, 'a name has letters, digits, ".", "_" and "-", and is at most 63 long')
  .describe('Tells several checks of a service apart; default: their number');

/** A stage as ECS names it; which of them a service has is for the plugin that rolls out. */
const at = z
  .enum(['POST_SCALE_UP', 'POST_TEST_TRAFFIC_SHIFT', 'PRE_PRODUCTION_TRAFFIC_SHIFT', 'POST_PRODUCTION_TRAFFIC_SHIFT'])
  .describe('Stage of a blue/green deployment at which a PAUSE hook waits for the check; default: after the rollout');

const url = z
  .string()
  .superRefine((written, context) => {
    const problem = urlProblem(written);
    if (problem !== null) context.addIssue({ code: 'custom', message: problem });
  })
  .describe('Where to ask, such as https://shop.example.com/healthz');

function urlProblem(written: string): string | null {
  if (!URL.canParse(written)) return `"${written}" is not an address such as https://shop.example.com/healthz`;
  const { protocol, username, password } = new URL(written);
  if (protocol !== 'https:' && protocol !== 'http:') return `"${written}" must begin with https:// or http://`;
  if (username !== '' || password !== '')
    return 'must not contain a login: write a header, { authorization: { env: "NAME" } }';
  return maskText(written) === written ? null : 'contains what looks like a secret: write a header, { env: "NAME" }';
}

const fromVariable = z.strictObject({
  env: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'a name of a variable has letters, digits and "_"')
    .describe('Name of the variable that holds the value when the check runs; no plan contains it'),
  prefix: z.string().describe('What stands before the value, such as "Bearer "').optional(),
});

const header = z
  .record(
    z.string().regex(/^[!#$%&'*+.^_`|~\w-]+$/, 'is not the name of a header'),
    z.union([z.string(), fromVariable]),
  )
  .superRefine((written, context) => {
    for (const [name, value] of Object.entries(written)) {
      if (typeof value !== 'string') continue;
      const message = headerProblem(name, value);
      if (message !== null) context.addIssue({ code: 'custom', path: [name], message });
    }
  });

function headerProblem(name: string, value: string): string | null {
  if (!fitsHeader(value)) return 'has characters that no header may have';
  return looksSecret({ name, value })
    ? 'looks like a secret, and a plan contains it: write { env: "NAME" } to read it from a variable when the check runs'
    : null;
}

const status = z.int().min(100).max(599);

const httpCheck = z
  .strictObject({
    name: name.optional(),
    at: at.optional(),
    url,
    method: z.enum(['GET', 'HEAD', 'POST']).describe('How to ask. Default: GET').optional(),
    header: header.describe('Headers by name').optional(),
    status: z
      .union([status, z.array(status).min(1, 'lists no status')])
      .describe('The expected status, or several of which each will do; default: 200')
      .optional(),
    // A config is JSON when it is checked.
    json: z.unknown().describe('Members that the JSON of the answer must have, others beside them').optional(),
    timeout: duration.describe('How long to wait for the expected answer; default: 2m').optional(),
    interval: duration.describe('How long to wait between two requests; default: 5s').optional(),
    consecutive: z.int().min(1).describe('How many answers in a row must be as expected; default: 1').optional(),
    followRedirects: z
      .boolean()
      .describe('Follow redirects, never from https to http; default: a redirect is an answer')
      .optional(),
    caFile: text
      .describe('A file of certificates in PEM form to trust beside all others, relative to the config')
      .optional(),
  })
  .superRefine((check, context) => {
    if (check.method === 'HEAD' && check.json !== undefined)
      context.addIssue({ code: 'custom', path: ['json'], message: 'an answer to HEAD has no body' });
    const { timeoutSeconds, intervalSeconds, consecutive } = timesOf(check);
    // What is no duration is told by its own rule.
    if (timeoutSeconds > 0 && (consecutive - 1) * intervalSeconds >= timeoutSeconds)
      context.addIssue({
        code: 'custom',
        path: ['timeout'],
        message: `${consecutive} answers, ${intervalSeconds}s apart, do not fit into ${timeoutSeconds}s`,
      });
  });

const commandCheck = z.strictObject({
  name: name.optional(),
  at: at.optional(),
  command: z
    .array(
      z
        .string()
        .refine((argument) => maskText(argument) === argument && !looksSecret({ name: null, value: argument }), {
          error: 'looks like a secret, and everybody on the machine sees arguments: let the command read a variable',
        }),
    )
    .min(1, 'names no program')
    .refine(([program]) => program !== '', 'names no program')
    .describe('A program and its arguments, run once in the folder of the config; no shell reads them'),
  timeout: duration.describe('How long the command may take; default: 10m').optional(),
});

const oneCheck = z.union([httpCheck, commandCheck]);

/** Schema of what a service writes under `check`. What it returns it accepts and returns unchanged. */
export const checkOptions = z
  .union([
    oneCheck,
    z
      .array(oneCheck)
      .min(1, 'lists no check')
      .superRefine((checks, context) => {
        const names = checks.map(nameOf);
        for (const [index, one] of names.entries()) {
          if (names.indexOf(one) !== index)
            context.addIssue({ code: 'custom', path: [index, 'name'], message: `there are two checks "${one}"` });
        }
      }),
  ])
  .describe('A check after the rollout, or several, one after the other: over HTTP, or by a command');

/** What a service wrote under `check`, checked. */
export type CheckOptions = z.output<typeof checkOptions>;
export type HttpCheck = z.output<typeof httpCheck>;
export type CommandCheck = z.output<typeof commandCheck>;

/** Checks of a service as a list. */
export function checksOf(options: CheckOptions): readonly (HttpCheck | CommandCheck)[] {
  return Array.isArray(options) ? options : [options as HttpCheck | CommandCheck];
}

/** The name of one of several checks: its own, else its number. */
export function nameOf({ name }: HttpCheck | CommandCheck, index: number): string {
  return name ?? String(index + 1);
}

/** The times of a check over HTTP, defaults filled in. */
export function timesOf({
  timeout = '2m',
  interval = '5s',
  consecutive = 1,
}: Pick<HttpCheck, 'timeout' | 'interval' | 'consecutive'>): {
  readonly timeoutSeconds: number;
  readonly intervalSeconds: number;
  readonly consecutive: number;
} {
  return { timeoutSeconds: parseDuration(timeout) ?? 0, intervalSeconds: parseDuration(interval) ?? 0, consecutive };
}
