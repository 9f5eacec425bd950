import type { DeployPermission, PermissionsRequest } from '@funade/core';
import { serviceArns } from './arns.ts';
import type { NamedTarget } from './permissions.ts';

/** What `funade exec` needs, and reading why an agent does not work. */
export function execPermissions(
  { target, definitions }: NamedTarget,
  request: PermissionsRequest,
): readonly DeployPermission[] {
  const { cluster, service } = target.options;
  if (service === undefined) return [];
  const arns = serviceArns(request, { cluster, service });
  const roles = definitions.flatMap(({ taskRole }) => (taskRole?.startsWith('arn:') === true ? taskRole : []));
  return [
    { groups: ['exec'], actions: ['ecs:ExecuteCommand'], resources: [arns.cluster, arns.tasks] },
    ...(roles.length === 0
      ? []
      : [{ groups: ['exec'] as const, actions: ['iam:SimulatePrincipalPolicy'], resources: [...new Set(roles)] }]),
  ];
}
