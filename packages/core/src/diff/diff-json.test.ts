import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Json, sameJson } from '../model/json.ts';
import type { Change } from '../model/step.ts';
import type { ArrayIdentities } from './array-identity.ts';
import { compareJson, diffJson } from './diff-json.ts';

const identities: ArrayIdentities = {
  portMappings: { by: ['containerPort', 'protocol'] },
  mountPoints: { by: ['containerPath'] },
  subnets: 'set',
};

const text = ({ path, from, to, only }: Change): string =>
  `${path}: ${JSON.stringify(from)} → ${JSON.stringify(to)}${only === undefined ? '' : ` (${only})`}`;

test.each<[scenario: string, before: Json, after: Json, changes: readonly string[]]>([
  ['equal values', { a: [1, { b: 2 }], c: null }, { a: [1, { b: 2 }] }, []],
  ['keys in another order', { a: 1, b: 2 }, { b: 2, a: 1 }, []],
  ['a plain value', { cpu: '256' }, { cpu: '512' }, ['cpu: "256" → "512"']],
  ['a number and its text', { cpu: 256 }, { cpu: '256' }, ['cpu: 256 → "256"']],
  ['empty and absent', { a: '', b: [], c: 0 }, {}, ['a: "" → null', 'b: [] → null', 'c: 0 → null']],
  ['a nested value', { a: { b: { c: 1 } } }, { a: { b: { c: 2 } } }, ['a.b.c: 1 → 2']],
  ['a key with dots', { l: { 'a.b': '1' } }, { l: { 'a.b': '2' } }, ['l["a.b"]: "1" → "2"']],
  ['named items that come', {}, { secrets: [{ name: 'A', valueFrom: 'x' }] }, ['secrets[A]: null → "x"']],
  ['an empty list that goes', { secrets: [] }, {}, ['secrets: [] → null']],
  ['a list without names that comes', {}, { command: ['a'] }, ['command: null → ["a"]']],
  ['a list in the place of a text', { command: 'a' }, { command: ['a'] }, ['command: "a" → ["a"]']],
  ['a whole that comes', {}, { rp: { os: 'LINUX' } }, ['rp: null → {"os":"LINUX"}']],
  [
    'variables, wherever they stand',
    {
      environment: [
        { name: 'A', value: '1' },
        { name: 'B', value: '2' },
      ],
    },
    {
      environment: [
        { name: 'C', value: '3' },
        { name: 'A', value: '9' },
      ],
    },
    ['environment[C]: null → "3"', 'environment[A]: "1" → "9"', 'environment[B]: "2" → null'],
  ],
  [
    'variables in another order',
    {
      environment: [
        { name: 'A', value: '1' },
        { name: 'B', value: '2' },
      ],
    },
    {
      environment: [
        { name: 'B', value: '2' },
        { name: 'A', value: '1' },
      ],
    },
    ['environment: ["A","B"] → ["B","A"] (order)'],
  ],
  ['an empty variable', { e: [] }, { e: [{ name: 'A', value: '' }] }, ['e[A]: null → ""']],
  [
    'tags, whose order means nothing',
    {
      tags: [
        { key: 'a', value: '1' },
        { key: 'b', value: '2' },
      ],
    },
    {
      tags: [
        { key: 'b', value: '2' },
        { key: 'a', value: '3' },
      ],
    },
    ['tags[a]: "1" → "3"'],
  ],
  [
    'a container among others',
    {
      containerDefinitions: [
        { name: 'log', image: 'l' },
        { name: 'app', image: 'a:1', cpu: 1 },
      ],
    },
    {
      containerDefinitions: [
        { name: 'log', image: 'l' },
        { name: 'app', image: 'a:2', cpu: 1 },
      ],
    },
    ['containerDefinitions[app].image: "a:1" → "a:2"'],
  ],
  [
    'a secret that becomes a reference',
    { secrets: [{ name: 'A', value: 'x' }] },
    { secrets: [{ name: 'A', valueFrom: 'x' }] },
    ['secrets[A].valueFrom: null → "x"', 'secrets[A].value: "x" → null'],
  ],
  [
    'ports by number and protocol',
    {
      portMappings: [
        { containerPort: 80, protocol: 'tcp', hostPort: 80 },
        { containerPort: 80, protocol: 'udp' },
      ],
    },
    {
      portMappings: [
        { containerPort: 80, protocol: 'udp' },
        { containerPort: 80, protocol: 'tcp', hostPort: 0 },
      ],
    },
    ['portMappings[80/tcp].hostPort: 80 → 0', 'portMappings: ["80/tcp","80/udp"] → ["80/udp","80/tcp"] (order)'],
  ],
  ['a set', { subnets: ['a', 'b'] }, { subnets: ['c', 'b'] }, ['subnets[]: null → "c"', 'subnets[]: "a" → null']],
  ['a set in another order', { subnets: ['a', 'b'] }, { subnets: ['b', 'a'] }, []],
  ['a list of words', { command: ['a', 'b'] }, { command: ['a', 'c'] }, ['command: ["a","b"] → ["a","c"]']],
  [
    'two items of one name, one by one',
    {
      e: [
        { name: 'A', value: '1' },
        { name: 'A', value: '2' },
      ],
    },
    {
      e: [
        { name: 'A', value: '1' },
        { name: 'A', value: '3' },
      ],
    },
    ['e[1]: {"name":"A","value":"2"} → {"name":"A","value":"3"}'],
  ],
  [
    'items without names, of another number, as a whole',
    { x: [{ a: 1 }] },
    { x: [{ a: 1 }, { a: 2 }] },
    ['x: [{"a":1}] → [{"a":1},{"a":2}]'],
  ],
  ['a key of Object', { toString: 'a' }, {}, ['toString: "a" → null']],
  ['a rule of Object', { constructor: ['a'] }, { constructor: ['b'] }, ['constructor: ["a"] → ["b"]']],
])('%s', (_, ...[before, after, changes]) => {
  expect(diffJson(before, after, identities).map(text)).toEqual(changes);
});

test('what looks like a secret is masked, and a change of it is a change', () => {
  const environment = (value: string): Json => ({ environment: [{ name: 'DB_PASSWORD', value }] });
  expect(diffJson(environment('a'), environment('b'))).toEqual([
    { path: 'environment[DB_PASSWORD]', from: '[secret]', to: '[secret]', masked: true },
  ]);
});

const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>;
const item = fc.record({ name: fc.constantFrom('A', 'B', 'C'), value: fc.constantFrom('1', '2', ''), cpu: fc.nat(2) });
const definition = fc.record(
  {
    family: fc.constantFrom('x', 'y'),
    containerDefinitions: fc.array(item, { maxLength: 3 }),
    subnets: fc.array(fc.constantFrom('a', 'b'), { maxLength: 2 }),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Json>;

test('a value does not differ from itself', () => {
  fc.assert(fc.property(json, (value) => diffJson(value, structuredClone(value)).length === 0));
});

test('no difference goes unseen', () => {
  const unseen = (a: Json, b: Json): boolean =>
    compareJson(a, b, identities).length === 0 && !sameJson(settled(a), settled(b));
  fc.assert(fc.property(json, json, (a, b) => !unseen(a, b)));
  fc.assert(fc.property(definition, definition, (a, b) => !unseen(a, b)));
});

test('the rollback is the same difference, turned round', () => {
  const turned = (changes: readonly Change[]) =>
    changes.map(({ path, from, to }) => text({ path, from: to, to: from })).sort();
  const plain = (changes: readonly Change[]) => changes.map(({ path, from, to }) => text({ path, from, to })).sort();
  fc.assert(
    fc.property(definition, definition, (a, b) => {
      expect(plain(compareJson(b, a, identities))).toEqual(turned(compareJson(a, b, identities)));
    }),
  );
});

/** What a difference may leave out: null in the place of an absent key, the order of a set. */
function settled(value: Json): Json {
  if (Array.isArray(value)) return value.map(settled);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => {
      if (item === null || item === undefined) return [];
      return [[key, key === 'subnets' && Array.isArray(item) ? item.toSorted() : settled(item)]];
    }),
  );
}

test('values of variables that are there twice are masked by their names', () => {
  const environment = (...values: string[]): Json => ({
    environment: values.map((value) => ({ name: 'DB_PASSWORD', value })),
  });
  const changes = diffJson(environment('hunter1', 'hunter2'), environment('hunter1', 'hunter3'));
  expect(changes).toEqual([
    {
      path: 'environment[1]',
      from: { name: 'DB_PASSWORD', value: '[secret]' },
      to: { name: 'DB_PASSWORD', value: '[secret]' },
      masked: true,
    },
  ]);
});
