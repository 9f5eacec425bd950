import { createContext, Script } from 'node:vm';

/** How long an expression may think about one ref, in milliseconds. A sound one takes microseconds. */
const patience = 1000;

/** What an expression's groups matched; null when it does not match. */
export type Groups = Readonly<Record<string, string | undefined>> | null;

const script = new Script(
  `(() => { const match = new RegExp(source, flags).exec(text); return match === null ? null : JSON.stringify(match.groups ?? {}); })()`,
);

/**
 * Matches a text against an expression that anybody may have written, and gives up on one that tries without end, such as
 * `(a+)+b`. Throws `RangeError` then.
 */
export function matchInTime({ source, flags }: RegExp, text: string, limit = patience): Groups {
  try {
    const groups: unknown = script.runInContext(createContext({ source, flags, text }), { timeout: limit });
    return typeof groups === 'string' ? JSON.parse(groups) : null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    throw new RangeError(`it was still trying after ${limit} ms`);
  }
}
