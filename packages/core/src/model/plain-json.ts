import { isJsonObject, type Json } from './json.ts';
import { plainText } from './plain-text.ts';

/** JSON with every text in it plain, keys included: for what is shown. The same object where nothing changes. */
export function plainJson<T>(value: T): T {
  return plainValue(value as Json) as T;
}

function plainValue(value: Json): Json {
  if (typeof value === 'string') return isHarmless(value) ? value : plainText(value);
  if (Array.isArray(value)) {
    const plain = value.map(plainValue);
    return plain.some((item, index) => item !== value[index]) ? plain : value;
  }
  if (!isJsonObject(value)) return value;
  let touched = false;
  const entries = Object.entries(value).map(([key, item]) => {
    const plain = [plainValue(key), item === undefined ? undefined : plainValue(item)] as const;
    touched ||= plain[0] !== key || plain[1] !== item;
    return plain;
  });
  return touched ? Object.fromEntries(entries) : value;
}

/** Most texts are: it costs one look. */
function isHarmless(text: string): boolean {
  return text.length <= 4000 && /^[\u0020-\u007e]*$/.test(text) && !/^\s*::|##|section_|\s$/.test(text);
}

/**
 * The JSON text of a value, exact, in characters that no terminal and no CI acts on: controls, marks of direction and
 * line separators are escaped, which JSON allows.
 */
export function jsonText(value: unknown, indent?: number): string {
  return escapeJson(JSON.stringify(value, null, indent));
}

/** The same for a JSON text that is written already. */
export function escapeJson(text: string): string {
  return text
    .replace(/[\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g, escaped)
    .replace(/\udb40[\udc00-\udc7f]/g, (pair) => pair.split('').map(escaped).join(''))
    .replace(/##(?=\w{0,16}\[)/g, '#\\u0023')
    .replace(/(?<=section_(?:start|end)):/g, '\\u003a');
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
