import type { DeployPermission, PermissionsRequest } from '@funade/core';
import { familyArns } from './arns.ts';
import type { NamedTarget } from './permissions.ts';
import { passRole } from './service-permissions.ts';

/**
 * What registering a revision needs. Roles are passed when a revision is registered, and again when a service is told to run one: also an
 * older one, whose roles may be others.
 */
export function registrationPermissions(
  { target, families, taskRoles }: NamedTarget,
  request: PermissionsRequest,
): readonly DeployPermission[] {
  if (families.length === 0) return [];
  const resources = familyArns(request, families);
  const { service } = target.options;
  return [
    { groups: ['deploy'], actions: ['ecs:RegisterTaskDefinition'], resources },
    {
      groups: ['deploy'],
      actions: ['ecs:TagResource'],
      resources,
      conditions: { StringEquals: { 'ecs:CreateAction': 'RegisterTaskDefinition' } },
    },
    ...(service === undefined
      ? [
          {
            groups: ['plan', 'deploy', 'rollback'] as const,
            actions: ['ecs:DescribeTaskDefinition', 'ecs:ListTaskDefinitions'],
            resources: ['*'],
          },
        ]
      : []),
    ...(taskRoles.length === 0
      ? []
      : [
          passRole(
            service === undefined ? ['deploy'] : ['deploy', 'operate', 'rollback'],
            taskRoles,
            'ecs-tasks.amazonaws.com',
          ),
        ]),
  ];
}
