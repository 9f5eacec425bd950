/** A place in a document, from the root. */
export type Path = readonly PropertyKey[];

/** A path as people write it: `services.api.ecs`, `tagRules[0].tag`, `services["a b"]`. */
export function pathText(path: Path): string {
  let text = '';
  for (const key of path) {
    if (typeof key === 'number') text += `[${key}]`;
    else if (typeof key === 'symbol' || !/^[\w$-]+$/.test(key)) text += `[${JSON.stringify(String(key))}]`;
    else text += text === '' ? key : `.${key}`;
  }
  return text;
}

/** What stands at the path; undefined when there is nothing. Own properties only. */
export function valueAt(document: unknown, path: Path): unknown {
  let value = document;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}

/** A value in a few words, for messages: strings quoted and cut, anything bigger by its kind. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'string') return JSON.stringify(value.length > 80 ? `${value.slice(0, 79)}…` : value);
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value === 'function' || typeof value === 'symbol') return `a ${typeof value}`;
  if (Array.isArray(value)) return 'a list';
  return isRegExp(value) ? 'a pattern' : 'an object';
}

/** Whether the value is a RegExp, from whichever realm. */
export function isRegExp(value: unknown): value is RegExp {
  return Object.prototype.toString.call(value) === '[object RegExp]' && typeof value === 'object';
}
