import type { ImageArtifact, JsonObject, PluginTarget, Release } from '@funade/core';
import { containerSettingsOf, containersOf, type EcsTargetOptions } from '../options/options.ts';
import { chooseImages } from './choose-images.ts';
import { optionsHash } from './options-hash.ts';
import type { Provenance } from './revision-tags.ts';
import { setContainers } from './set-containers.ts';
import { type Image, setImages } from './set-images.ts';

/** The revision that a target is to run. */
export interface WantedRevision {
  /** The image of each container that gets one. */
  readonly chosen: ReadonlyMap<string, ImageArtifact>;
  /** The request that registers it, without the tags that say who made it. */
  readonly untagged: JsonObject;
  /** The same as people read it: images by their tags, with the digest once it is known. */
  readonly readable: JsonObject;
}

/**
 * What the config writes about containers and the images laid over the base.
 *
 * @throws `ECS_NO_IMAGE`, `UNKNOWN_CONTAINER`
 */
export function wantedRevision(
  { id, options }: PluginTarget<EcsTargetOptions>,
  base: JsonObject,
  images: readonly ImageArtifact[],
): WantedRevision {
  const chosen = chooseImages(id, containersOf(options), images);
  const written = setContainers(base, containerSettingsOf(options));
  const withImages = (image: (artifact: ImageArtifact) => Image): JsonObject =>
    setImages(written, new Map([...chosen].map(([container, artifact]) => [container, image(artifact)])));
  return { chosen, untagged: withImages(({ reference }) => reference), readable: withImages(readableImage) };
}

/** What the tags of a revision say that a target's plan registers. */
export function provenanceFor(
  { options }: PluginTarget<EcsTargetOptions>,
  tag: string,
  { commit }: Release,
): Provenance {
  return { release: tag, commit, config: optionsHash(options) };
}

function readableImage({ reference, repositoryUri, tag, digest }: ImageArtifact): string {
  if (typeof reference === 'string') return reference;
  return digest === null ? `${repositoryUri}:${tag}` : `${repositoryUri}:${tag}@${digest}`;
}
