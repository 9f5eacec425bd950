import type { WireJson } from '../model/service.ts';

/**
 * Reads JSON so that a number with more digits than JavaScript holds, or one with an exponent, is written out again as it
 * came. Such a number is an object that `JSON.stringify` prints raw.
 */
export function parseKeepingDigits(text: string): WireJson {
  return json.parse(text, (_, value, { source }) =>
    typeof value === 'number' && !isHeld(source) ? json.rawJSON(source) : value,
  );
}

/** Whether a JavaScript number holds all digits of the text: fifteen are always safe. */
function isHeld(source: string): boolean {
  return !/[eE]/.test(source) && (source.replace(/\D/g, '').length <= 15 || String(Number(source)) === source);
}

/** Parts of `JSON` that every supported Node has and the language level of the types does not. */
const json = JSON as unknown as {
  parse(
    text: string,
    revive: (key: string, value: WireJson, context: { readonly source: string }) => WireJson,
  ): WireJson;
  rawJSON(text: string): WireJson;
};
