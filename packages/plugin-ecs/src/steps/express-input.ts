import { isJsonObject, type JsonObject } from '@funade/core';
import { z } from 'zod';

const jsonObject = z.custom<JsonObject>(isJsonObject, 'expected an object');

/** What a service of Express Mode is made and updated with. */
export const expressInput = {
  cluster: z.string(),
  service: z.string(),
  /** A revision of one's own; null where ECS makes one of `container`. */
  taskDefinition: z.string().nullable(),
  container: jsonObject.nullable(),
  /** Everything else that is sent. */
  members: jsonObject,
} as const;

/** The part of it that both calls send alike; in a plan it still holds references. */
export function expressBody({ taskDefinition, container, members }: JsonObject): JsonObject {
  return {
    ...(taskDefinition == null ? {} : { taskDefinitionArn: taskDefinition }),
    ...(container == null ? {} : { primaryContainer: container }),
    ...(isJsonObject(members) ? members : {}),
  };
}
