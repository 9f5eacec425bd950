import { isJsonObject, type Json } from './json.ts';

/**
 * A number whose text says more than a JavaScript number holds: one beyond 2^53, or one spelled `1.0` or `1e3`. It stands
 * in JSON as `{"$number": "<text>"}`, so that plans keep it, and is sent as the bare number.
 */
export type ExactNumber = { readonly $number: string };

/** Whether the value is an `ExactNumber`: an object whose only key is `$number`, with the text of a JSON number. */
export function isExactNumber(value: unknown): value is ExactNumber {
  if (!isJsonObject(value) || Object.keys(value).length !== 1) return false;
  const text = value.$number;
  return typeof text === 'string' && numberText.test(text);
}

/** Reads JSON without losing the spelling of a number. Throws `SyntaxError`. */
export function parseExactJson(text: string): Json {
  return json.parse(text, (_, value, { source }) =>
    typeof value === 'number' && String(value) !== source ? { $number: source } : value,
  );
}

/** The text of a JSON value, its exact numbers as they were spelled. `indent`: blanks for each level; default none. */
export function exactJsonText(value: Json, indent = 0): string {
  return JSON.stringify(value, (_, item) => (isExactNumber(item) ? json.rawJSON(item.$number) : item), indent);
}

const numberText = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Parts of `JSON` that every supported Node has and the language level of the types does not. */
const json = JSON as unknown as {
  parse(text: string, revive: (key: string, value: Json, context: { readonly source: string }) => Json): Json;
  rawJSON(text: string): unknown;
};
