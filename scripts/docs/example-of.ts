import { placeOf } from './option-rows.ts';
import { valueText } from './option-text.ts';

/** Longer examples say little in a table; the example config has them. */
const longest = 220;

/** The examples that a config has of each option, by the place where the option is described: the shortest of each. */
export function examplesOf(config: unknown): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  visit(config, '', (path, value) => {
    const text = valueText(value);
    const before = found.get(path);
    if (text.length <= longest && (before === undefined || text.length < before.length)) found.set(path, text);
  });
  return found;
}

/** Values of records are found under their own name and under `<name>`. */
function visit(value: unknown, path: string, tell: (path: string, value: unknown) => void): void {
  if (path !== '') tell(placeOf(path), value);
  if (Array.isArray(value)) {
    for (const item of value) visit(item, `${path}[]`, tell);
    return;
  }
  if (typeof value !== 'object' || value === null || value instanceof RegExp || 'load' in value) return;
  for (const [key, member] of Object.entries(value)) {
    for (const name of [key, '<name>']) visit(member, path === '' ? name : `${path}.${name}`, tell);
  }
}
