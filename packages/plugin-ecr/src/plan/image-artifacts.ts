import type { ImageArtifact } from '@funade/core';
import type { ImageUser } from '../image/distinct-images.ts';

/** One image as every target that runs it is handed it. */
export function imageArtifacts(
  users: readonly ImageUser[],
  what: Omit<ImageArtifact, 'type' | 'target' | 'name'>,
): readonly ImageArtifact[] {
  return users.map(({ target, name }) => ({ type: 'image', target, name, ...what }));
}
