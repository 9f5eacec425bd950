import type { JsonObject } from '@funade/core/author';
import { expect, test } from 'vitest';
import { clusterOf, familyOf, revisionName, revisionOf, withRevision } from './revision.ts';

const arn = 'arn:aws:ecs:eu-west-1:111111111111:task-definition/shop-api:12';
const universal = 'arn:aws:scheduler:::aws-sdk:ecs:runTask';

test.each<[string, JsonObject, string | null, string | null]>([
  ['a cluster', { Arn: 'c', EcsParameters: { TaskDefinitionArn: arn } }, arn, 'c'],
  ['a universal target', { Arn: universal, Input: `{"TaskDefinition":"${arn}","Cluster":"c"}` }, arn, 'c'],
  ['one spelled as ECS does', { Arn: universal, Input: `{"taskDefinition":"${arn}","cluster":"c"}` }, arn, 'c'],
  ['one without an input that is JSON', { Arn: universal, Input: 'none' }, null, universal],
  ['a function', { Arn: 'arn:aws:lambda:::f' }, null, 'arn:aws:lambda:::f'],
  ['parameters without a task definition', { Arn: 'c', EcsParameters: {} }, null, 'c'],
])('%s', (_, target, ...said) => {
  expect([revisionOf(target), clusterOf(target)]).toEqual(said);
});

test('another revision leaves everything else', () => {
  const target = { Arn: 'c', RoleArn: 'r', EcsParameters: { TaskDefinitionArn: arn, TaskCount: 2 } };
  expect(withRevision(target, 'new')).toEqual({ ...target, EcsParameters: { TaskDefinitionArn: 'new', TaskCount: 2 } });
  const request = { Arn: universal, Input: `{"taskDefinition":"${arn}","cluster":"c"}` };
  expect(withRevision(request, 'new')).toEqual({ Arn: universal, Input: '{"taskDefinition":"new","cluster":"c"}' });
});

test.each([
  [arn, 'shop-api:12', 'shop-api'],
  ['shop-api', 'shop-api', 'shop-api'],
  ['shop-api:3', 'shop-api:3', 'shop-api'],
])('%s is %s of %s', (text, name, family) => expect([revisionName(text), familyOf(text)]).toEqual([name, family]));
