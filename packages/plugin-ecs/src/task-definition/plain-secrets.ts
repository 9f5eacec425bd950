import { isJsonObject, type JsonObject, looksSecret } from '@funade/core';
import { containersIn } from './set-images.ts';

/** Variables of one container whose values look like secrets, by name. */
export interface PlainSecrets {
  readonly container: string;
  readonly variables: readonly string[];
}

/** The containers that have what looks like a secret in `environment`, where everyone reads it who may describe tasks. */
export function plainSecrets(definition: JsonObject): readonly PlainSecrets[] {
  return containersIn(definition).flatMap(({ name, environment }) => {
    const variables = (Array.isArray(environment) ? environment : [])
      .filter(isJsonObject)
      .map((variable) => ({ name: String(variable.name), value: String(variable.value ?? '') }))
      .filter(looksSecret);
    return variables.length === 0
      ? []
      : [{ container: String(name), variables: variables.map((variable) => variable.name) }];
  });
}
