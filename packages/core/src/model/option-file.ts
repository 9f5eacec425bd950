import type { JsonObject } from './json.ts';

/** How a file is read that an option names. */
export interface OptionFile {
  /** What its name must match. */
  readonly name: RegExp;
  /** What is said of another text in its place: `expected the settings, or the path of …`. */
  readonly expected: string;
  /** Touches nothing. `path` is for messages. */
  parse(path: string, text: string): Promise<ParsedOption>;
}

/** What a file holds for an option, or what is wrong with it. */
export type ParsedOption =
  | { readonly ok: true; readonly value: JsonObject }
  | { readonly ok: false; readonly problem: string };
