import type { Artifact, ImageArtifact, TargetId } from '@funade/core';
import type { ImageUser } from '../image/distinct-images.ts';

/** One image as every target that runs it is handed it. */
export function imageArtifacts(
  users: readonly ImageUser[],
  what: Omit<ImageArtifact, 'target' | 'name' | 'inEcr'>,
): readonly ImageArtifactOf[] {
  return users.map(({ target, name }) => ({ type: 'image', target, name, inEcr: true, ...what }));
}

/** An image among the artifacts. */
export type ImageArtifactOf = Extract<Artifact, { readonly type: 'image' }>;

/** Every target that runs an image, once. */
export function targetsOf(users: readonly ImageUser[]): readonly TargetId[] {
  return [...new Set(users.map(({ target }) => target))];
}
