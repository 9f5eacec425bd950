import { isJsonObject, type JsonObject, type RunningImage } from '@funade/core';
import { parseImageReference } from './image-reference.ts';

/** The image of a container, by its reference and the digest that ECS resolved that to, where it says so. */
export function runningImage(name = '', reference = '', resolved: string | undefined): RunningImage {
  const { registry, repository, tag, digest } = parseImageReference(reference);
  return {
    container: name,
    repository: registry === null ? repository : `${registry}/${repository}`,
    tag,
    digest: resolved ?? digest,
  };
}

/** The images that a described task definition asks for. */
export function imagesAsked({ containerDefinitions }: JsonObject): readonly RunningImage[] {
  const containers = Array.isArray(containerDefinitions) ? containerDefinitions.filter(isJsonObject) : [];
  return containers.map(({ name, image }) =>
    runningImage(String(name), typeof image === 'string' ? image : '', undefined),
  );
}
