import { AwsFault, type WireJson, type WireObject } from './service.ts';

/** Readers of request members: absent and null are undefined, a value of another type is the caller's mistake. */
export function textIn(input: WireObject, key: string): string | undefined {
  const value = input[key] ?? undefined;
  if (value === undefined || typeof value === 'string') return value;
  throw serializationFault(key, 'a string');
}

export function numberIn(input: WireObject, key: string): number | undefined {
  const value = input[key] ?? undefined;
  if (value === undefined || typeof value === 'number') return value;
  throw serializationFault(key, 'a number');
}

export function booleanIn(input: WireObject, key: string): boolean | undefined {
  const value = input[key] ?? undefined;
  if (value === undefined || typeof value === 'boolean') return value;
  throw serializationFault(key, 'a boolean');
}

export function objectIn(input: WireObject, key: string): WireObject | undefined {
  const value = input[key] ?? undefined;
  if (value === undefined || isObject(value)) return value;
  throw serializationFault(key, 'a structure');
}

export function listIn(input: WireObject, key: string): readonly WireJson[] | undefined {
  const value = input[key] ?? undefined;
  if (value === undefined || isList(value)) return value;
  throw serializationFault(key, 'a list');
}

export function textsIn(input: WireObject, key: string): readonly string[] | undefined {
  return listIn(input, key)?.map((item) => {
    if (typeof item === 'string') return item;
    throw serializationFault(key, 'a list of strings');
  });
}

export function objectsIn(input: WireObject, key: string): readonly WireObject[] | undefined {
  return listIn(input, key)?.map((item) => {
    if (isObject(item)) return item;
    throw serializationFault(key, 'a list of structures');
  });
}

export function isObject(value: WireJson | undefined): value is WireObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isList(value: WireJson): value is readonly WireJson[] {
  return Array.isArray(value);
}

function serializationFault(key: string, expected: string): AwsFault {
  return new AwsFault('SerializationException', `${key} is not ${expected}`);
}
