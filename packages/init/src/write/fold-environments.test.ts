import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type InFile,
  inFile,
  isValueList,
  isValueObject,
  noted,
  type Value,
  type ValueObject,
} from '../model/value.ts';
import { foldEnvironments } from './fold-environments.ts';

const staging = { name: 'staging', account: '111111111111', region: 'eu-west-1' };
const production = { name: 'production', account: '222222222222', region: 'us-east-1' };
const fold = (first: ValueObject, second: ValueObject) =>
  foldEnvironments([
    { ...staging, value: first },
    { ...production, value: second },
  ]);

test.each<[string, ValueObject, ValueObject, ReturnType<typeof foldEnvironments>]>([
  ['what is the same', { ecs: { a: 1 } }, { ecs: { a: 1 } }, { common: { ecs: { a: 1 } }, environments: {} }],
  [
    'what differs by the name of the environment',
    { cluster: 'shop-staging' },
    { cluster: 'shop-production' },
    { common: { cluster: 'shop-{{environment.name}}' }, environments: {} },
  ],
  [
    'what differs by account and region',
    { arn: 'arn:aws:iam::111111111111:role/eu-west-1' },
    { arn: 'arn:aws:iam::222222222222:role/us-east-1' },
    { common: { arn: 'arn:aws:iam::{{environment.account}}:role/{{environment.region}}' }, environments: {} },
  ],
  [
    'a value that differs',
    { ecs: { count: 1, port: 80 } },
    { ecs: { count: 2, port: 80 } },
    {
      common: { ecs: { port: 80 } },
      environments: { staging: { ecs: { count: 1 } }, production: { ecs: { count: 2 } } },
    },
  ],
  [
    'a key that only one has',
    { ecs: { port: 80 } },
    { ecs: { port: 80, wait: { budget: '30m' } } },
    { common: { ecs: { port: 80 } }, environments: { production: { ecs: { wait: { budget: '30m' } } } } },
  ],
  [
    'a list that differs is written whole',
    { subnets: ['subnet-1', 'subnet-2'] },
    { subnets: ['subnet-1', 'subnet-3'] },
    {
      common: {},
      environments: {
        staging: { subnets: ['subnet-1', 'subnet-2'] },
        production: { subnets: ['subnet-1', 'subnet-3'] },
      },
    },
  ],
  [
    'a list that differs by the name alone',
    { names: ['a-staging'] },
    { names: ['a-production'] },
    { common: { names: ['a-{{environment.name}}'] }, environments: {} },
  ],
  [
    'an object that is empty in one of them',
    { settings: {} },
    { settings: { a: 1 } },
    { common: { settings: {} }, environments: { production: { settings: { a: 1 } } } },
  ],
])('%s', (_, ...[first, second, folded]) => expect(fold(first, second)).toEqual(folded));

test('a file is written once where environments differ by name, account and region alone, and else one for each', () => {
  const fileOf = (value: ValueObject) => ({ taskDefinition: inFile('ecs/api.json', value) });
  expect(fold(fileOf({ role: 'staging' }), fileOf({ role: 'production' }))).toEqual({
    common: fileOf({ role: '{{environment.name}}' }),
    environments: {},
  });
  const { environments } = fold(fileOf({ cpu: '256' }), fileOf({ cpu: '512' }));
  const paths = Object.values(environments).map(({ taskDefinition }) => (taskDefinition as InFile).path);
  expect(paths).toEqual(['ecs/api.staging.json', 'ecs/api.production.json']);
});

test('comments stay, and do not count as a difference', () => {
  expect(fold({ a: noted(1, 'one') }, { a: 1 })).toEqual({ common: { a: noted(1, 'one') }, environments: {} });
});

test('comments of any environment stay inside of what is the same', () => {
  expect(fold({ ecr: { a: 1 } }, { ecr: { a: noted(1, 'one') } })).toEqual({
    common: { ecr: { a: noted(1, 'one') } },
    environments: {},
  });
});

test('the path of a file is no template', () => {
  const all = [
    { ...staging, value: { file: 'staging.yml' } },
    { ...production, value: { file: 'production.yml' } },
  ];
  const { common } = foldEnvironments(all, (text) => !text.endsWith('.yml'));
  expect(common).toEqual({});
});

test('merged and rendered, it is what went in', () => {
  const leaf = fc.oneof(
    fc.constantFrom('shop-NAME', 'arn:ACCOUNT:REGION', 'x', ''),
    fc.integer({ min: 0, max: 2 }),
    fc.boolean(),
    fc.constant(null),
  );
  const { tree } = fc.letrec<{ tree: Value; object: ValueObject }>((tie) => ({
    tree: fc.oneof({ maxDepth: 3 }, leaf, fc.array(tie('tree'), { maxLength: 2 }), tie('object')),
    object: fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('tree'), { maxKeys: 3 }),
  }));
  const object = fc.dictionary(fc.constantFrom('a', 'b', 'c'), tree, { maxKeys: 3 });
  fc.assert(
    fc.property(object, object, object, (first, second, third) => {
      const all = [staging, production, { name: 'test', account: '333333333333', region: 'eu-west-2' }].map(
        (facts, index) => ({ ...facts, value: filled([first, second, third][index] ?? {}, facts) as ValueObject }),
      );
      const { common, environments } = foldEnvironments(all);
      for (const { value, ...facts } of all) {
        expect(rendered(merged(common, environments[facts.name]), facts)).toEqual(value);
      }
    }),
    { seed: 281, numRuns: 1000 },
  );
});

type Facts = typeof staging;

const filled = (value: Value, { name, account, region }: Facts): Value =>
  mapText(value, (text) => text.replace('NAME', name).replace('ACCOUNT', account).replace('REGION', region));

const rendered = (value: Value, { name, account, region }: Facts): Value =>
  mapText(value, (text) =>
    text
      .replaceAll('{{environment.name}}', name)
      .replaceAll('{{environment.account}}', account)
      .replaceAll('{{environment.region}}', region),
  );

function mapText(value: Value, change: (text: string) => string): Value {
  if (typeof value === 'string') return change(value);
  if (isValueList(value)) return value.map((item) => mapText(item, change));
  if (!isValueObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapText(item, change)]));
}

/** As the config is read. */
function merged(base: Value, over: Value | undefined): Value {
  if (over === undefined) return base;
  if (!isValueObject(base) || !isValueObject(over)) return over;
  const keys = new Set([...Object.keys(base), ...Object.keys(over)]);
  return Object.fromEntries([...keys].map((key) => [key, merged(base[key] ?? null, over[key])]));
}
