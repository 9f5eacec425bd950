import type { Permission, PermissionsRequest, RoleNeeds } from '@funade/core';
import { agentActions } from '../looks/exec/exec-causes.ts';
import { tasksPrincipal } from '../verify/trusts-tasks.ts';
import { logGroupArns, roleArnOf, secretArnOf } from './arns.ts';
import type { DefinitionNames } from './definition-names.ts';
import type { NamedTarget } from './permissions.ts';

/** What the roles of a target's task definitions need: to pull, to log, to read secrets, and for ECS Exec. */
export function roleNeeds(
  { target, definitions, ofTasks, exec }: NamedTarget,
  request: PermissionsRequest,
): readonly RoleNeeds[] {
  const all = [...definitions, ...ofTasks];
  const repositories = request.upstream.flatMap((artifact) =>
    artifact.type === 'repository' && artifact.target === target.id ? artifact.arn : [],
  );
  const byExecution = Map.groupBy(
    all.filter(({ executionRole }) => executionRole !== null),
    ({ executionRole }) => roleArnOf(request, executionRole ?? ''),
  );
  const taskRoles = new Set(all.flatMap(({ taskRole }) => (taskRole === null ? [] : roleArnOf(request, taskRole))));
  return [
    ...[...byExecution].map(([role, names]) => ({
      role,
      what: `execution role of ${target.service}`,
      trusts: tasksPrincipal,
      permissions: [...pulls(repositories), ...logs(names, request), ...secretsOf(names, request)],
    })),
    ...[...taskRoles].map((role) => ({
      role,
      what: `task role of ${target.service}`,
      trusts: tasksPrincipal,
      permissions: exec ? [{ actions: [...agentActions], resources: ['*'] }] : [],
    })),
  ];
}

function pulls(repositories: readonly string[]): readonly Permission[] {
  if (repositories.length === 0) return [];
  return [
    { actions: ['ecr:GetAuthorizationToken'], resources: ['*'] },
    {
      actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      resources: [...new Set(repositories)],
    },
  ];
}

function logs(names: readonly DefinitionNames[], request: PermissionsRequest): readonly Permission[] {
  const groups = names.flatMap(({ logGroups }) => logGroups);
  const arns = (list: DefinitionNames['logGroups']): readonly string[] => [
    ...new Set(list.map((each) => logGroupArns(request, each)[1] ?? '')),
  ];
  const created = groups.filter((group) => group.created);
  return [
    ...(groups.length === 0
      ? []
      : [{ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: arns(groups) }]),
    ...(created.length === 0 ? [] : [{ actions: ['logs:CreateLogGroup'], resources: arns(created) }]),
  ];
}

function secretsOf(names: readonly DefinitionNames[], request: PermissionsRequest): readonly Permission[] {
  const found = names.flatMap(({ secrets }) => secrets.map((valueFrom) => secretArnOf(request, valueFrom)));
  const ofType = (wanted: string): readonly string[] => [
    ...new Set(found.flatMap(({ type, arn }) => (type === wanted ? arn : []))),
  ];
  return [
    { actions: ['ssm:GetParameters'], resources: ofType('parameter') },
    { actions: ['secretsmanager:GetSecretValue'], resources: ofType('secret') },
  ].filter(({ resources }) => resources.length > 0);
}
