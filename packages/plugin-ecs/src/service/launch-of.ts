import { isJsonObject, type Json, type JsonObject } from '@funade/core';
import { withPlainNumbers } from '../model/plain-numbers.ts';

/** Members of a service that RunTask takes too, and that make a task like those of the service. */
const members = [
  'launchType',
  'capacityProviderStrategy',
  'networkConfiguration',
  'platformVersion',
  'enableECSManagedTags',
  'enableExecuteCommand',
] as const;

/** How the tasks of a service (raw JSON of an answer, or settings) are launched; what it does not say is not there. */
export function launchOf(service: JsonObject): JsonObject {
  return Object.fromEntries(
    members.flatMap((member) => {
      const value = service[member];
      return value === undefined || isNothing(value) ? [] : [[member, withPlainNumbers(value)]];
    }),
  );
}

/** ECS answers with an empty strategy where there is a launch type. */
function isNothing(value: Json): boolean {
  if (value === null || value === false) return true;
  return Array.isArray(value) ? value.length === 0 : isJsonObject(value) && Object.keys(value).length === 0;
}
