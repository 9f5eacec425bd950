import type { DeployPermission, PermissionsRequest } from '@funade/core';
import { clusterArnOf, familyArns, serviceArns } from './arns.ts';
import type { NamedTarget } from './permissions.ts';
import { passRole } from './service-permissions.ts';

/** What one-off tasks need, those of a deploy and those that somebody runs by hand. */
export function taskPermissions(
  { target, families, ofTasks, taskRoles }: NamedTarget,
  request: PermissionsRequest,
): readonly DeployPermission[] {
  const { cluster, service = '', tasks = {} } = target.options;
  const all = [...new Set([...families, ...ofTasks.map(({ family }) => family)])].toSorted();
  if (all.length === 0) return [];
  const atCluster = { ArnEquals: { 'ecs:cluster': clusterArnOf(request, cluster) } };
  const running = serviceArns(request, { cluster, service }).tasks;
  const waits = Object.keys(tasks).length > 0;
  return [
    { groups: ['tasks'], actions: ['ecs:RunTask'], resources: familyArns(request, all), conditions: atCluster },
    { groups: ['tasks'], actions: ['ecs:ListTasks'], resources: ['*'], conditions: atCluster },
    { groups: ['tasks'], actions: ['ecs:DescribeTasks', 'ecs:StopTask'], resources: [running] },
    {
      groups: ['tasks'],
      actions: ['ecs:DescribeTaskDefinition', 'ecs:ListTaskDefinitions'],
      resources: ['*'],
    },
    ...(taskRoles.length === 0 ? [] : [passRole(['tasks'], taskRoles, 'ecs-tasks.amazonaws.com')]),
    // That a task ran is recorded on the revision that waited for it.
    ...(waits && families.length > 0
      ? [
          {
            groups: ['tasks'] as const,
            actions: ['ecs:TagResource'],
            resources: familyArns(request, families),
            conditions: { Null: { 'ecs:CreateAction': 'true' } },
          },
        ]
      : []),
  ];
}
