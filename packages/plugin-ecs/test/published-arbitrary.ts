import * as ecs from '@aws-sdk/client-ecs';
import type { Json, JsonObject } from '@funade/core';
import fc from 'fast-check';

/** The published model as the SDK carries it: `[3, namespace, name, traits, members, types]` and so on. */
type Schema = unknown;

/** The published input of an operation as our shapes are written. */
export function publishedShape(operation: string): unknown {
  return shapeOf(inputOf(operation));
}

function inputOf(operation: string): Schema {
  const schema = (ecs as unknown as Record<string, readonly unknown[]>)[`${operation}$`];
  return schema?.[4];
}

function resolve(schema: Schema): number | readonly unknown[] {
  if (typeof schema === 'function') return resolve(schema());
  if (typeof schema === 'number') return schema;
  if (!Array.isArray(schema)) throw new TypeError(`unknown form of schema: ${String(schema)}`);
  return schema.length === 2 ? resolve(schema[0]) : schema;
}

const scalars: Readonly<Record<number, string>> = { 0: 'string', 1: 'number', 2: 'boolean', 15: 'any', 21: 'string' };

function shapeOf(schema: Schema): unknown {
  const shape = resolve(schema);
  if (typeof shape === 'number') {
    const item = scalars[shape & 0b0011_1111];
    return shape & 0b0100_0000 ? [item] : shape & 0b1000_0000 ? { '*': item } : item;
  }
  const [kind, , , , members, types] = shape;
  if (kind === 1) return [shapeOf(members)];
  if (kind === 2) return { '*': shapeOf(types) };
  if (kind === 0) return shapeOf(members);
  return Object.fromEntries((members as string[]).map((name, index) => [name, shapeOf((types as Schema[])[index])]));
}

const text = fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom('', '0', '0123456789012345678', 'äß', '{{x}}'));
const number = fc.oneof(
  fc.integer(),
  fc.constant(0),
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n }).map((big) => ({ $number: String(big) })),
  fc.constantFrom({ $number: '1.0' }, { $number: '1e3' }),
);

function scalarOf(type: number): fc.Arbitrary<Json> {
  if (type === 1) return number as fc.Arbitrary<Json>;
  return type === 2 ? fc.boolean() : (text as fc.Arbitrary<Json>);
}

function arbitraryOf(schema: Schema): fc.Arbitrary<Json> {
  const shape = resolve(schema);
  if (typeof shape === 'number') {
    const item = scalarOf(shape & 0b0011_1111);
    if (shape & 0b0100_0000) return fc.array(item, { maxLength: 2 });
    return shape & 0b1000_0000 ? fc.dictionary(safeKey, item, { maxKeys: 2 }) : item;
  }
  const [kind, , , , members, types] = shape;
  if (kind === 1) return fc.array(arbitraryOf(members), { maxLength: 2 });
  if (kind === 2) return fc.dictionary(safeKey, arbitraryOf(types), { maxKeys: 2 });
  if (kind === 0) return arbitraryOf(members);
  const known = fc.record(
    Object.fromEntries((members as string[]).map((name, index) => [name, arbitraryOf((types as Schema[])[index])])),
    { requiredKeys: [] },
  );
  const future = fc.dictionary(
    fc.constantFrom('futureField', 'futureOther'),
    fc.oneof(scalarOf(0), scalarOf(1), fc.array(scalarOf(1), { maxLength: 2 })),
    { maxKeys: 1 },
  );
  return fc.tuple(known, future).map(([one, two]) => ({ ...one, ...two })) as fc.Arbitrary<Json>;
}

const safeKey = fc.string({ minLength: 1, maxLength: 6 }).filter((key) => key !== '__proto__');

/** Any request to register a task definition with every published member and with members of the future at every level. */
export const publishedRequest: fc.Arbitrary<JsonObject> = arbitraryOf(inputOf('RegisterTaskDefinition')).map(
  (request) => ({ family: 'shop', ...(request as JsonObject) }),
);
