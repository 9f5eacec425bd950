/** Any JSON value. Objects may hold `undefined`, which is the same as an absent key. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. */
export type JsonObject = { readonly [key: string]: Json | undefined };

/** Whether the value is a JSON object: neither null nor an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The one text of a JSON value: keys sorted, no white space, absent keys left out. Equal values have equal texts. */
export function canonicalJson(value: Json): string {
  return JSON.stringify(sorted(value));
}

/** Whether two JSON values say the same, key order aside. */
export function sameJson(a: Json, b: Json): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isJsonObject(value)) return value;
  const entries: [string, Json][] = [];
  for (const key of Object.keys(value).sort()) {
    const item = value[key];
    if (item !== undefined) entries.push([key, sorted(item)]);
  }
  return Object.fromEntries(entries);
}
