import { AwsFault, type WireJson } from '../model/service.ts';

/**
 * What a member may be: `s` a string, `n` a number, `b` a boolean, `t` seconds since the epoch, `*` anything; `[shape]` a
 * list, `{ "*": shape }` a map, everything else a structure. Members that are not in a structure may be anything.
 */
export type Shape = string | readonly Shape[] | { readonly [member: string]: Shape };

/** Throws SerializationException for a value of another type than its shape has. Null is as good as absent. */
export function checkShape(value: WireJson | undefined, shape: Shape): void {
  if (value === undefined || value === null || shape === '*') return;
  if (typeof shape === 'string') checkScalar(value, shape);
  else if (isList(shape)) checkList(value, shape[0] ?? '*');
  else checkStructure(value, shape);
}

function checkScalar(value: WireJson, shape: string): void {
  if (typeof value === 'object' && !isRawNumber(value)) throw notExpected(value);
  const isOfType =
    shape === 's' ? typeof value === 'string' : shape === 'b' ? typeof value === 'boolean' : isNumber(value);
  if (!isOfType) throw serializationFault(`${nameOf(value)} can not be converted to ${wanted[shape] ?? 'a Double'}`);
}

const wanted: Readonly<Record<string, string>> = { s: 'a String', b: 'a Boolean', n: 'an Integer' };

function checkList(value: WireJson, item: Shape): void {
  if (!Array.isArray(value)) throw serializationFault('Unexpected field type');
  for (const each of value as readonly WireJson[]) checkShape(each, item);
}

function checkStructure(value: WireJson, members: Exclude<Shape, string | readonly Shape[]>): void {
  if (typeof value !== 'object' || Array.isArray(value) || isRawNumber(value)) {
    throw Array.isArray(value) ? notExpected(value) : serializationFault('Unexpected field type');
  }
  for (const [key, child] of Object.entries(value as Readonly<Record<string, WireJson>>)) {
    const shape = Object.hasOwn(members, key) ? members[key] : members['*'];
    if (shape !== undefined) checkShape(child, shape);
  }
}

function isList(shape: Exclude<Shape, string>): shape is readonly Shape[] {
  return Array.isArray(shape);
}

function isNumber(value: WireJson): boolean {
  return typeof value === 'number' || isRawNumber(value);
}

/** A number with more digits than JavaScript holds, as `parseKeepingDigits` reads it. */
function isRawNumber(value: WireJson): boolean {
  return (JSON as unknown as { isRawJSON(value: unknown): boolean }).isRawJSON(value);
}

function nameOf(value: WireJson): string {
  if (typeof value === 'string') return 'STRING_VALUE';
  return typeof value === 'boolean' ? `${String(value).toUpperCase()}_VALUE` : 'NUMBER_VALUE';
}

function notExpected(value: WireJson): AwsFault {
  const what = Array.isArray(value) ? 'list' : 'structure or map';
  return serializationFault(`Start of ${what} found where not expected.`);
}

function serializationFault(message: string): AwsFault {
  return new AwsFault('SerializationException', message);
}
