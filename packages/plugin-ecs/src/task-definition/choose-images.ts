import type { ImageArtifact, TargetId } from '@funade/core';
import { noImage } from '../model/errors.ts';

/**
 * The image for each container of a target, in written order.
 *
 * A container with a null image name takes the target's only image, whatever that is called. An image without a name of
 * its own goes by the name of the service.
 * @throws `ECS_NO_IMAGE` when there is no such image, or several to choose from.
 */
export function chooseImages(
  target: TargetId,
  containers: ReadonlyMap<string, string | null>,
  upstream: readonly ImageArtifact[],
): ReadonlyMap<string, ImageArtifact> {
  const images = upstream.filter((image) => image.target === target);
  const nameOf = (image: ImageArtifact): string => image.name ?? target.slice(0, target.lastIndexOf('@'));
  const names = images.map(nameOf);
  const chosen = [...containers].map(([container, name]): [string, ImageArtifact] => {
    const image = name === null && images.length === 1 ? images[0] : images.find((each) => nameOf(each) === name);
    if (image === undefined) throw noImage(target, { container, names });
    return [container, image];
  });
  return new Map(chosen);
}
