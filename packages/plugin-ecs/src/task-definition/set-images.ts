import { isJsonObject, type Json, type JsonObject, type Ref } from '@funade/core';
import { unknownContainer } from '../model/errors.ts';

/** An image reference, or a reference to the step that will know it. */
export type Image = string | Ref<string>;

/**
 * The task definition with the images of the named containers replaced, wherever they stand in the list, and nothing else.
 *
 * @throws `UNKNOWN_CONTAINER` when a name is not in the task definition.
 */
export function setImages(taskDefinition: JsonObject, images: ReadonlyMap<string, Image>): JsonObject {
  const containers = containersIn(taskDefinition);
  const names = containers.map(({ name }) => String(name));
  for (const name of images.keys()) {
    if (!names.includes(name)) throw unknownContainer(name, String(taskDefinition.family), names);
  }
  return { ...taskDefinition, containerDefinitions: containers.map((container) => withImage(container, images)) };
}

/** The container definitions of a task definition. */
export function containersIn(taskDefinition: JsonObject): readonly JsonObject[] {
  const { containerDefinitions } = taskDefinition;
  return Array.isArray(containerDefinitions) ? containerDefinitions.filter(isJsonObject) : [];
}

/** The image of a container; null when there is no such container or it has none. */
export function imageOf(taskDefinition: JsonObject, container: string): string | null {
  const image = containersIn(taskDefinition).find(({ name }) => name === container)?.image;
  return typeof image === 'string' ? image : null;
}

function withImage(container: JsonObject, images: ReadonlyMap<string, Image>): JsonObject {
  const image = images.get(String(container.name));
  return image === undefined ? container : { ...container, image: image as Json };
}
