import { isJsonObject, type Json } from '@funade/core';

/** How long a check takes at most, by its planned input. */
export function deadlineOf(planned: Json): number | null {
  const { timeoutSeconds } = isJsonObject(planned) ? planned : {};
  return typeof timeoutSeconds === 'number' ? timeoutSeconds : null;
}
