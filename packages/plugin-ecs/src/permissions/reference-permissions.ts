import type { DeployPermission, PermissionGroup, PermissionsRequest } from '@funade/core';
import { logGroupArns, secretArnOf } from './arns.ts';
import type { NamedTarget } from './permissions.ts';

/** Before a deploy, and before a rollback to what refers to other things. */
const looks: readonly PermissionGroup[] = ['plan', 'rollback'];

/** What looking at the things needs that task definitions refer to: their logs, and whether roles, secrets and log groups are there. */
export function referencePermissions(
  { definitions, ofTasks, taskRoles }: NamedTarget,
  request: PermissionsRequest,
): readonly DeployPermission[] {
  const all = [...definitions, ...ofTasks];
  const groups = [...new Set(all.flatMap(({ logGroups }) => logGroups.flatMap((each) => logGroupArns(request, each))))];
  const secrets = all.flatMap((names) => names.secrets.map((valueFrom) => secretArnOf(request, valueFrom)));
  const ofType = (wanted: string): readonly string[] => [
    ...new Set(secrets.flatMap(({ type, arn }) => (type === wanted ? arn : []))),
  ];
  const { role } = request.environment;
  return [
    ...some(groups, (resources) => ({
      groups: ['plan', 'deploy', 'operate', 'rollback', 'tasks'],
      actions: ['logs:GetLogEvents', 'logs:FilterLogEvents'],
      resources,
    })),
    ...some(groups, () => ({ groups: looks, actions: ['logs:DescribeLogGroups'], resources: ['*'] })),
    ...some(ofType('parameter'), (resources) => ({ groups: looks, actions: ['ssm:GetParameters'], resources })),
    ...some(ofType('secret'), (resources) => ({
      groups: looks,
      actions: ['secretsmanager:DescribeSecret'],
      resources,
    })),
    ...some(taskRoles, (resources) => ({ groups: looks, actions: ['iam:GetRole'], resources })),
    ...some(role === null || taskRoles.length === 0 ? [] : [role], (resources) => ({
      groups: looks,
      actions: ['iam:SimulatePrincipalPolicy'],
      resources,
    })),
  ];
}

function some(
  resources: readonly string[],
  make: (resources: readonly string[]) => DeployPermission,
): readonly DeployPermission[] {
  return resources.length === 0 ? [] : [make(resources)];
}
