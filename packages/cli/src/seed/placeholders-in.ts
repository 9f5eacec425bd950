import type { JsonObject } from '@funade/core';
import { textsIn } from './values-at.ts';

/** Whether a document has placeholders that nothing has filled. */
export function hasPlaceholders(document: JsonObject): boolean {
  return textsIn(document).some((text) => /<[A-Z][A-Z0-9_]*>|\$\{\w+\}|__[A-Z][A-Z0-9_]*__/.test(text));
}
