import { isJsonObject, type Json } from '@funade/core/author';

/** The first path at which what is there is not what was sent; null: everything that was sent is there, whatever stands beside it. */
export function missingPath(sent: Json, there: Json | undefined, path = ''): string | null {
  if (isJsonObject(sent)) {
    const beside = isJsonObject(there as Json) ? (there as Readonly<Record<string, Json | undefined>>) : null;
    if (beside === null) return path;
    for (const [key, value] of Object.entries(sent)) {
      if (value === undefined || value === null) continue;
      const found = missingPath(value, beside[key], path === '' ? key : `${path}.${key}`);
      if (found !== null) return found;
    }
    return null;
  }
  if (Array.isArray(sent)) {
    if (!Array.isArray(there) || there.length !== sent.length) return path;
    for (const [index, item] of sent.entries()) {
      const found = missingPath(item, there[index], `${path}[${index}]`);
      if (found !== null) return found;
    }
    return null;
  }
  return sent === there ? null : path;
}
