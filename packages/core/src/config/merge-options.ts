import { isJsonObject } from '../model/json.ts';

/** What holds in one environment: `over` laid over `base`, objects by key, anything else replaced. */
export function mergeOptions(base: unknown, over: unknown): unknown {
  if (over === undefined) return base;
  if (!isJsonObject(base) || !isJsonObject(over)) return over;
  const merged = new Map<string, unknown>(Object.entries(base));
  for (const [key, value] of Object.entries(over)) merged.set(key, mergeOptions(merged.get(key), value));
  return Object.fromEntries(merged);
}
