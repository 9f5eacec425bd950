import { pathParts } from '../diff/change-path.ts';
import type { Json } from '../model/json.ts';
import { overrideUnreadable, serviceUnknown } from './errors.ts';

/** One `--set`, read. */
export interface WrittenOverride {
  /** As it was typed. */
  readonly text: string;
  readonly service: string;
  /** Below the service, as it was typed: `['desiredCount']`. */
  readonly path: readonly string[];
  /** What the value may mean, the likeliest first. */
  readonly values: readonly Json[];
}

/**
 * Reads `api.desiredCount=3`: the service, the way to a setting, its value. Throws `OVERRIDE_UNREADABLE` and `SERVICE_UNKNOWN`.
 */
export function parseOverride(text: string, services: readonly string[]): WrittenOverride {
  const [, place = '', value] = /^((?:\["(?:[^"\\]|\\.)*"\]|[^=])+)=([\s\S]*)$/.exec(text) ?? [];
  if (value === undefined) throw overrideUnreadable(text);
  // Names of services may have dots in them.
  const service = services
    .filter((name) => place.startsWith(`${name}.`) || place.startsWith(`${name}[`))
    .reduce((longest, name) => (name.length > longest.length ? name : longest), '');
  if (service === '') {
    const [named = ''] = place.split('.');
    if (services.includes(named) || named === '') throw overrideUnreadable(text);
    throw serviceUnknown(named, services);
  }
  const path = pathParts(place.slice(service.length));
  if (path.length === 0) throw overrideUnreadable(text);
  return { text, service, path, values: valuesOf(value) };
}

/** JSON where the text is how JSON would write it, so that `1.10` and `007` stay texts; the text itself where that does not fit. */
function valuesOf(text: string): readonly Json[] {
  const parsed = parse(text);
  if (parsed === undefined) return [text];
  if (typeof parsed === 'number' && String(parsed) !== text.trim()) return [text];
  return typeof parsed === 'object' && parsed !== null ? [parsed] : [parsed, text];
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
