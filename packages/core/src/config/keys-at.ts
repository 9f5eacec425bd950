import { isJsonObject } from '../model/json.ts';
import { type Path, valueAt } from '../model/path-text.ts';

/** The keys of the object at a path; none when no object is there. */
export function keysAt(document: unknown, path: Path): readonly string[] {
  const value = valueAt(document, path);
  return isJsonObject(value) ? Object.keys(value) : [];
}
