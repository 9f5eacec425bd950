import type { DeployPermission, PermissionsRequest } from '@funade/core';
import { ecsArn, familyArns } from './arns.ts';
import type { NamedTarget } from './permissions.ts';

/** What `funade prune` needs: it looks at everything of the account and region that may need a revision, and takes away ours. */
export function prunePermissions(
  targets: readonly NamedTarget[],
  request: PermissionsRequest,
): readonly DeployPermission[] {
  const { partition, environment } = request;
  const { account, region } = environment;
  const groups = ['prune'] as const;
  const families = [...new Set(targets.flatMap((target) => target.families))].toSorted();
  return [
    {
      groups,
      actions: [
        'ecs:ListClusters',
        'ecs:ListServices',
        'ecs:ListTasks',
        'ecs:ListTaskDefinitions',
        'ecs:ListTaskDefinitionFamilies',
        'ecs:DescribeTaskDefinition',
        'ecs:DeregisterTaskDefinition',
        'events:ListRuleNamesByTarget',
        'scheduler:ListSchedules',
      ],
      resources: ['*'],
    },
    {
      groups,
      actions: [
        'ecs:DescribeServices',
        'ecs:ListServiceDeployments',
        'ecs:DescribeServiceDeployments',
        'ecs:DescribeServiceRevisions',
      ],
      resources: [ecsArn(request, 'service/*')],
    },
    { groups, actions: ['ecs:DescribeServiceRevisions'], resources: [ecsArn(request, 'service-revision/*')] },
    { groups, actions: ['ecs:DescribeServiceDeployments'], resources: [ecsArn(request, 'service-deployment/*')] },
    { groups, actions: ['ecs:DescribeTasks'], resources: [ecsArn(request, 'task/*')] },
    {
      groups,
      actions: ['events:ListTargetsByRule'],
      resources: [`arn:${partition}:events:${region}:${account}:rule/*`],
    },
    {
      groups,
      actions: ['scheduler:GetSchedule'],
      resources: [`arn:${partition}:scheduler:${region}:${account}:schedule/*`],
    },
    ...(families.length === 0
      ? []
      : [{ groups, actions: ['ecs:DeleteTaskDefinitions'], resources: familyArns(request, families) }]),
  ];
}
