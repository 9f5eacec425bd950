import type { Json } from './json.ts';
import type { Facts } from './plan.ts';

/** One call of a lookup in a template, its arguments rendered. JSON: a saved plan lists its calls. */
export interface LookupCall {
  /** Name of the helper: `ssm` in `{{ssm "/shop/url"}}`. */
  readonly helper: string;
  readonly args: readonly string[];
}

/** What a lookup is worth, or why there is nothing to put in its place. */
export type LookupResult =
  | { readonly found: true; readonly value: string | number | boolean }
  | { readonly found: false; readonly problem: string };

/**
 * A helper of templates whose value is read from the world. The plugin's `observe` reads what all calls ask for, before
 * options are rendered; `read` then says what one call is worth. A saved plan holds the facts, so `observe` never returns
 * a secret.
 */
export interface Lookup<Read = Json> {
  /** Name of the helper, unique among the plugins of a config. */
  readonly helper: string;
  /** How many arguments it takes. */
  readonly arity: number;
  /** Why a call is wrong whatever the world says; null when it is not. Looked at when the config is read. */
  check?(args: readonly string[]): string | null;
  /** Pure. Called for calls that `observe` was given and that `check` has nothing against. */
  read(facts: Read, args: readonly string[]): LookupResult;
}

/** What was looked up for the templates of a plan: the calls, and the facts of the plugins that were asked. */
export interface LookedUp {
  readonly calls: readonly LookupCall[];
  /** By plugin name. */
  readonly facts: Facts;
}

/** A call as it is written: `ssm "/shop/url"`. Two calls with the same text are one. */
export function callText({ helper, args }: LookupCall): string {
  return [helper, ...args.map((arg) => JSON.stringify(arg))].join(' ');
}
