import type { Shape } from '../src/wire/check-shape.ts';

type Schema = unknown;

/** The shapes of the requests of these operations, from the model that AWS's JavaScript client carries; see `published-models.ts`. */
export function requestShapes(model: Readonly<Record<string, unknown>>, operations: readonly string[]): Shape {
  return Object.fromEntries(
    operations.toSorted().map((operation) => {
      const schema = model[`${operation}$`];
      if (!Array.isArray(schema)) throw new TypeError(`${operation} is no published operation`);
      return [operation, shapeOf(schema[4])];
    }),
  );
}

function shapeOf(schema: Schema): Shape {
  if (typeof schema === 'function') return shapeOf(schema());
  if (typeof schema === 'number') {
    const item = schema & 0b0011_1111;
    if (schema & 0b0100_0000) return [scalars[item] ?? '*'];
    if (schema & 0b1000_0000) return { '*': scalars[item] ?? '*' };
    return scalars[item] ?? '*';
  }
  if (!Array.isArray(schema)) throw new TypeError(`unknown form of schema: ${String(schema)}`);
  if (schema.length === 2) return shapeOf(schema[0]);
  const [kind, , , , members, types] = schema;
  if (kind === 0) return shapeOf(members);
  if (kind === 1) return [shapeOf(members)];
  if (kind === 2) return { '*': shapeOf(types) };
  return Object.fromEntries(
    (members as readonly string[]).map((member, index) => [member, shapeOf((types as readonly Schema[])[index])]),
  );
}

const scalars: Readonly<Record<number, Shape>> = { 0: 's', 1: 'n', 2: 'b', 4: 't', 21: '*', 42: '*' };
