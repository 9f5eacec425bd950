import { expect, test } from 'vitest';
import { conditionHolds, isOperator } from './condition-holds.ts';

type Row = readonly [
  operator: string,
  key: string,
  wanted: readonly string[],
  context: Record<string, string | readonly string[]>,
  holds: boolean,
];

const cluster = 'arn:aws:ecs:eu-west-1:111111111111:cluster/shop';

test.each<Row>([
  ['StringEquals', 'a:b', ['x', 'y'], { 'a:b': 'y' }, true],
  ['StringEquals', 'A:B', ['x'], { 'a:b': 'x' }, true],
  ['StringEquals', 'a:b', ['x'], { 'a:b': 'X' }, false],
  ['StringEquals', 'a:b', ['x*'], { 'a:b': 'xy' }, false],
  ['StringEquals', 'a:b', ['x'], {}, false],
  ['StringEqualsIfExists', 'a:b', ['x'], {}, true],
  ['StringEqualsIfExists', 'a:b', ['x'], { 'a:b': 'y' }, false],
  ['StringNotEquals', 'a:b', ['x', 'y'], { 'a:b': 'y' }, false],
  ['StringNotEquals', 'a:b', ['x', 'y'], { 'a:b': 'z' }, true],
  ['StringNotEquals', 'a:b', ['x'], {}, true],
  ['StringEqualsIgnoreCase', 'a:b', ['x'], { 'a:b': 'X' }, true],
  ['StringLike', 'a:b', ['v?.*'], { 'a:b': 'v1.2' }, true],
  ['ArnEquals', 'ecs:cluster', [cluster], { 'ecs:cluster': cluster }, true],
  ['ArnLike', 'ecs:cluster', ['arn:aws:ecs:*:111111111111:cluster/*'], { 'ecs:cluster': cluster }, true],
  ['ArnLike', 'ecs:cluster', ['arn:aws:ecs:*:cluster/shop'], { 'ecs:cluster': cluster }, false],
  ['ArnLikeIfExists', 'ecs:task-definition', ['arn:aws:ecs:*'], {}, true],
  ['ForAllValues:ArnEquals', 'a:b', [cluster], { 'a:b': [cluster, cluster] }, true],
  ['ForAllValues:ArnEquals', 'a:b', [cluster], { 'a:b': [cluster, 'arn:aws:ecs:a:b:c'] }, false],
  ['ForAllValues:StringEquals', 'a:b', ['x'], {}, true],
  ['ForAnyValue:StringEquals', 'a:b', ['x'], { 'a:b': ['y', 'x'] }, true],
  ['ForAnyValue:StringEquals', 'a:b', ['x'], {}, false],
  ['Bool', 'a:b', ['true'], { 'a:b': 'True' }, true],
  ['Null', 'a:b', ['true'], {}, true],
  ['Null', 'a:b', ['true'], { 'a:b': 'x' }, false],
  ['Null', 'a:b', ['false'], { 'a:b': 'x' }, true],
])('%s of %s with %j and %j: %s', (...[operator, key, wanted, context, holds]) => {
  expect(isOperator(operator)).toBe(true);
  expect(conditionHolds({ [operator]: { [key]: wanted } }, context)).toBe(holds);
});

test('every key of every operator has to hold', () => {
  const conditions = { StringEquals: { a: ['1'], b: ['2'] }, StringLike: { c: ['3*'] } };
  expect(conditionHolds(conditions, { a: '1', b: '2', c: '33' })).toBe(true);
  expect(conditionHolds(conditions, { a: '1', b: '2', c: '4' })).toBe(false);
  expect(conditionHolds(conditions, { a: '1', c: '3' })).toBe(false);
  expect(conditionHolds({}, {})).toBe(true);
});

test.each(['DateGreaterThan', 'Stringequals', 'toString', ''])('%j is no operator that is known', (operator) => {
  expect(isOperator(operator)).toBe(false);
});
