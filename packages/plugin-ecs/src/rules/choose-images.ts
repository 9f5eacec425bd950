import type { ImageArtifact, TargetId } from '@funade/core';
import { noImage } from '../errors.ts';

/**
 * The image for each container of a target, in written order.
 *
 * A container with a null image name takes the target's only image, whatever that is called.
 * @throws `ECS_NO_IMAGE` when there is no such image, or several to choose from.
 */
export function chooseImages(
  target: TargetId,
  containers: ReadonlyMap<string, string | null>,
  upstream: readonly ImageArtifact[],
): ReadonlyMap<string, ImageArtifact> {
  const images = upstream.filter((image) => image.target === target);
  const names = images.flatMap(({ name }) => (name === null ? [] : [name]));
  const chosen = [...containers].map(([container, name]): [string, ImageArtifact] => {
    const image = name === null && images.length === 1 ? images[0] : images.find((each) => each.name === name);
    if (image === undefined) throw noImage(target, { container, names, nameless: images.length > names.length });
    return [container, image];
  });
  return new Map(chosen);
}
