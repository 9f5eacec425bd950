import type { DeployPermission } from '@funade/core';
import { expect, test } from 'vitest';
import { mergePermissions, mergePlain } from './merge-permissions.ts';
import { splitPolicy } from './split-policy.ts';
import { policySize } from './statement.ts';

const service = (name: string): DeployPermission => ({
  groups: ['plan', 'deploy'],
  actions: ['ecs:DescribeServices'],
  resources: [`arn:service/${name}`],
});

test('same resources share a statement, and so do same actions', () => {
  const permissions: readonly DeployPermission[] = [
    service('b'),
    service('a'),
    { groups: ['deploy'], actions: ['ecs:UpdateService'], resources: ['arn:service/a'] },
    { groups: ['deploy'], actions: ['ecs:StopServiceDeployment'], resources: ['arn:service/a'] },
    {
      groups: ['deploy'],
      actions: ['iam:PassRole'],
      resources: ['arn:role'],
      conditions: { StringEquals: { a: 'b' } },
    },
    {
      groups: ['deploy'],
      actions: ['iam:PassRole'],
      resources: ['arn:role'],
      conditions: { StringEquals: { a: 'c' } },
    },
    { groups: ['prune'], actions: ['ecs:ListClusters'], resources: ['*'] },
  ];
  const allow = { Effect: 'Allow' };
  expect(mergePermissions(permissions, ['plan', 'deploy'])).toEqual([
    { Sid: 'PlanEcs', ...allow, Action: ['ecs:DescribeServices'], Resource: ['arn:service/a', 'arn:service/b'] },
    {
      Sid: 'DeployEcs',
      ...allow,
      Action: ['ecs:StopServiceDeployment', 'ecs:UpdateService'],
      Resource: ['arn:service/a'],
    },
    ...['b', 'c'].map((a, index) => ({
      Sid: index === 0 ? 'DeployIam' : 'DeployIam2',
      ...allow,
      Action: ['iam:PassRole'],
      Resource: ['arn:role'],
      Condition: { StringEquals: { a } },
    })),
  ]);
  expect(mergePermissions(permissions, ['deploy']).map(({ Sid }) => Sid)).toEqual([
    'DeployEcs',
    'DeployEcs2',
    'DeployIam',
    'DeployIam2',
  ]);
  expect(mergePermissions(permissions, ['exec'])).toEqual([]);
});

test('what several groups need is allowed once', () => {
  const twice: readonly DeployPermission[] = [
    { ...service('a'), groups: ['tasks'] },
    { ...service('a'), groups: ['plan'], actions: ['ecs:DescribeServices', 'ecs:DescribeTasks'] },
  ];
  expect(mergePermissions(twice).map(({ Sid, Action }) => [Sid, ...Action])).toEqual([
    ['PlanEcs', 'ecs:DescribeServices', 'ecs:DescribeTasks'],
  ]);
});

test('a name of a service is letters and digits in a Sid', () => {
  const permission = { actions: ['application-autoscaling:DescribeScalableTargets'], resources: ['*'] };
  expect(mergePlain([permission], 'role')[0]?.Sid).toBe('RoleApplicationAutoscaling');
});

test('policies fit the limits of IAM', () => {
  const many = (count: number, width: number) =>
    mergePermissions(
      Array.from(
        { length: count },
        (_, index): DeployPermission => ({
          groups: ['deploy'],
          actions: [`ecs:Action${index % 7}`, 'ecs:All'],
          resources: [`arn:aws:ecs:eu-west-1:111111111111:service/shop/${'x'.repeat(width)}${index}`],
        }),
      ),
    );
  const small = splitPolicy(many(10, 10));
  expect([small.attach, small.documents.length]).toEqual(['inline', 1]);
  expect(splitPolicy([]).documents).toEqual([]);
  const large = many(200, 120);
  const split = splitPolicy(large);
  expect(split.attach).toBe('managed');
  expect(split.documents.every((document) => policySize(document) <= 6144)).toBe(true);
  const pairs = (statements: readonly object[]): readonly string[] =>
    (statements as ReturnType<typeof many>)
      .flatMap(({ Action, Resource }) =>
        Action.flatMap((action) => Resource.map((resource) => `${action} ${resource}`)),
      )
      .toSorted();
  expect(pairs(split.documents.flatMap(({ Statement }) => Statement))).toEqual(pairs(large));
  const sids = split.documents.flatMap(({ Statement }) => Statement.map(({ Sid }) => Sid));
  expect(new Set(sids).size).toBe(sids.length);
});
