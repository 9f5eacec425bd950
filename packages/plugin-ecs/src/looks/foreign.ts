import { maskText, plainLine } from '@funade/core';

/** What ECS or a container says, in one line that cannot pass for one of ours, without what looks like a secret. */
export function foreign(text: string): string {
  return maskText(plainLine(text));
}
