import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseState, type TerraformState } from './parse-state.ts';
import { readAddress } from './read-address.ts';

const name = fc.constantFrom('a', 'b', 'c-1', 'output', 'module', 'data', 'id');
const key = fc.oneof(fc.nat(2), fc.constantFrom('a', 'b.c', 'd"e]'));
const bracket = key.map((each) => `[${JSON.stringify(each)}]`);
const address = fc
  .tuple(
    name,
    fc.array(
      fc.oneof(
        name.map((each) => `.${each}`),
        bracket,
      ),
      { maxLength: 8 },
    ),
  )
  .map(([first, rest]) => first + rest.join(''));

const secret = 'a-word-that-no-rule-knows';
const leaf = fc.constantFrom('x', 1, null, secret);
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(name, tie('tree'), { maxKeys: 3 }),
  ),
}));

/** Every path that leads to the secret, as a state marks it. */
function marks(value: unknown, above: readonly unknown[] = []): readonly (readonly unknown[])[] {
  if (value === secret) return [above];
  if (Array.isArray(value)) {
    return value.flatMap((item, index) =>
      marks(item, [...above, { type: 'index', value: { value: index, type: 'number' } }]),
    );
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([each, item]) => marks(item, [...above, { type: 'get_attr', value: each }]));
}

const instances = fc.oneof(
  fc
    .dictionary(name, tree, { maxKeys: 4 })
    .map((attributes) => [{ attributes, sensitive_attributes: marks(attributes) }]),
  fc
    .uniqueArray(key, { maxLength: 3 })
    .chain((keys) =>
      fc
        .dictionary(name, tree, { maxKeys: 4 })
        .map((attributes) =>
          keys.map((index_key) => ({ index_key, attributes, sensitive_attributes: marks(attributes) })),
        ),
    ),
);
const resource = fc.record({
  module: fc.constantFrom(undefined, 'module.a', 'module.a["b.c"].module.b'),
  mode: fc.constantFrom('managed', 'data'),
  type: name,
  name,
  instances,
});
const outputs = fc
  .dictionary(name, tree)
  .map((all) =>
    Object.fromEntries(
      Object.entries(all).map(([each, value]) => [each, { value, sensitive: JSON.stringify(value).includes(secret) }]),
    ),
  );
const state = fc
  .record({ outputs, resources: fc.array(resource, { maxLength: 6 }) })
  .map((rest) => parseState(JSON.stringify({ version: 4, ...rest }), 'x'));

/** The address of some leaf of the state; each choice picks one of the ways that lead on. */
function leafOf({ outputs, resources }: TerraformState, choices: readonly number[]): string {
  const pick = <T>(list: readonly T[], depth: number): T | undefined => list[(choices[depth] ?? 0) % list.length];
  const down = (value: unknown, at: string, depth: number): string => {
    if (typeof value !== 'object' || value === null) return at;
    const [step, next] = pick(Object.entries(value), depth) ?? ['none', null];
    return down(next, Array.isArray(value) ? `${at}[${step}]` : `${at}[${JSON.stringify(step)}]`, depth + 1);
  };
  const resource = pick(resources ?? [], 0);
  const instance = resource === undefined ? undefined : pick(resource.instances, 1);
  if (resource === undefined || instance === undefined || (choices[0] ?? 0) % 2 === 0) {
    const [output, { value }] = pick(Object.entries(outputs ?? {}), 1) ?? ['none', { value: null }];
    return down(value, `output.${output}`, 2);
  }
  const owner = `${resource.module === undefined ? '' : `${resource.module}.`}${resource.mode === 'data' ? 'data.' : ''}`;
  const index = instance.index_key === undefined ? '' : `[${JSON.stringify(instance.index_key)}]`;
  const [attribute, value] = pick(Object.entries(instance.attributes ?? {}), 2) ?? ['none', null];
  return down(value, `${owner}${resource.type}.${resource.name}${index}.${attribute}`, 3);
}

const choices = fc.array(fc.nat(11), { minLength: 8, maxLength: 8 });

test('whatever is asked of whatever state, the answer is a value that is not sensitive, or a reason without one', () => {
  let found = 0;
  let refused = 0;
  fc.assert(
    fc.property(state, choices, address, (known, chosen, other) => {
      for (const asked of [leafOf(known, chosen), other]) {
        const result = readAddress(known, asked);
        if (result.found) found += 1;
        else if (result.problem.includes('is sensitive')) refused += 1;
        expect(JSON.stringify(result)).not.toContain(secret);
      }
    }),
    { numRuns: 2000, seed: 7 },
  );
  expect(found).toBeGreaterThan(200);
  expect(refused).toBeGreaterThan(50);
});
