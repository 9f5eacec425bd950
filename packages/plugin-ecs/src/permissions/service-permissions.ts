import type { DeployPermission, JsonObject, PermissionGroup, PermissionsRequest } from '@funade/core';
import { objectIn, objectsIn } from '../definition-rules/definition-view.ts';
import { autoscalingOf } from '../options/settings-options.ts';
import { familyArns, logGroupArns, serviceArns } from './arns.ts';
import type { NamedTarget } from './permissions.ts';

/** Whoever looks at a service, or acts on it. */
const all: readonly PermissionGroup[] = ['plan', 'deploy', 'operate', 'rollback'];

/** What a service itself needs: to be looked at, changed, watched, stopped, rolled back and scaled. */
export function servicePermissions(
  { target, families, serviceRoles, balanced, actionLogs }: NamedTarget,
  request: PermissionsRequest,
): readonly DeployPermission[] {
  const { cluster, service, express, settings = {}, taskDefinition } = target.options;
  if (service === undefined) return [];
  const arns = serviceArns(request, { cluster, service });
  const atCluster = { ArnEquals: { 'ecs:cluster': arns.cluster } };
  const definitions = familyArns(request, families);
  const creates = express !== undefined || (taskDefinition !== undefined && taskDefinition !== 'latest');
  const writes: readonly PermissionGroup[] = ['deploy', 'operate', 'rollback'];
  const scaled = autoscalingOf(target.options) !== null;
  const counted = scaled || settings.desiredCount !== undefined;
  return [
    { groups: [...all, 'tasks', 'exec'], actions: ['ecs:DescribeServices'], resources: [arns.service] },
    { groups: all, actions: ['ecs:ListServiceDeployments'], resources: [arns.service] },
    {
      groups: all,
      actions: ['ecs:DescribeServiceDeployments'],
      resources: [arns.service, arns.deployments],
    },
    { groups: all, actions: ['ecs:DescribeServiceRevisions'], resources: [arns.service, arns.revisions] },
    { groups: all, actions: ['ecs:ListServices'], resources: ['*'], conditions: atCluster },
    { groups: all, actions: ['ecs:ListClusters'], resources: ['*'] },
    {
      groups: [...all, 'tasks', 'exec'],
      actions: ['ecs:DescribeTaskDefinition', 'ecs:ListTaskDefinitions'],
      resources: ['*'],
    },
    { groups: [...all, 'tasks', 'exec'], actions: ['ecs:ListTasks'], resources: ['*'], conditions: atCluster },
    { groups: [...all, 'tasks', 'exec'], actions: ['ecs:DescribeTasks'], resources: [arns.tasks] },
    ...(balanced ? targetGroups : []),
    {
      groups: all,
      actions: ['logs:DescribeDeliveries', 'logs:DescribeDeliveryDestinations', 'logs:DescribeDeliverySources'],
      resources: ['*'],
    },
    ...(actionLogs.length === 0
      ? []
      : [
          {
            groups: all,
            actions: ['logs:FilterLogEvents'],
            resources: actionLogs.flatMap((group) => logGroupArns(request, { group, region: null })),
          },
        ]),
    {
      groups: counted ? all : ['operate'],
      actions: ['application-autoscaling:DescribeScalableTargets'],
      resources: ['*'],
    },
    {
      groups: ['operate', ...(scaled ? (['deploy', 'rollback'] as const) : [])],
      actions: ['application-autoscaling:RegisterScalableTarget'],
      resources: [scalableTarget(request)],
      conditions: {
        StringEquals: {
          'application-autoscaling:service-namespace': 'ecs',
          'application-autoscaling:scalable-dimension': 'ecs:service:DesiredCount',
        },
      },
    },
    { groups: writes, actions: ['ecs:StopServiceDeployment'], resources: [arns.service, arns.deployments] },
    {
      // What is checked where a hook pauses it, a deploy continues by itself.
      groups: pauses(settings) ? writes : ['operate'],
      actions: ['ecs:ContinueServiceDeployment'],
      resources: [arns.service, arns.deployments],
    },
    {
      groups: writes,
      actions: ['ecs:UpdateService'],
      resources: [arns.service],
      // A call that names no task definition has no such key.
      ...(definitions.length === 0 ? {} : { conditions: { ArnLikeIfExists: { 'ecs:task-definition': definitions } } }),
    },
    ...(express === undefined ? [] : expressPermissions(arns.service, express.infrastructureRoleArn !== undefined)),
    ...(creates && express === undefined
      ? [{ groups: ['deploy'] as const, actions: ['ecs:CreateService'], resources: [arns.service] }]
      : []),
    ...(creates && (settings.tags !== undefined || express?.tags !== undefined)
      ? [
          {
            groups: ['deploy'] as const,
            actions: ['ecs:TagResource'],
            resources: [arns.service],
            conditions: {
              StringEquals: {
                'ecs:CreateAction': express === undefined ? 'CreateService' : 'CreateExpressGatewayService',
              },
            },
          },
        ]
      : []),
    ...(serviceRoles.length === 0 ? [] : [passRole(['deploy', 'rollback'], serviceRoles, 'ecs.amazonaws.com')]),
  ];
}

/** Elastic Load Balancing describes nothing by its name. */
const targetGroups: readonly DeployPermission[] = [
  { groups: all, actions: ['elasticloadbalancing:DescribeTargetGroupAttributes'], resources: ['*'] },
  { groups: ['plan'], actions: ['elasticloadbalancing:DescribeTargetGroups'], resources: ['*'] },
];

/** Roles that may be passed to one service of AWS, and to no other. */
export function passRole(
  groups: readonly PermissionGroup[],
  roles: readonly string[],
  service: string,
): DeployPermission {
  return {
    groups,
    actions: ['iam:PassRole'],
    resources: roles,
    conditions: { StringEquals: { 'iam:PassedToService': service } },
  };
}

function expressPermissions(service: string, creates: boolean): readonly DeployPermission[] {
  return [
    { groups: all, actions: ['ecs:DescribeExpressGatewayService'], resources: [service] },
    { groups: ['deploy', 'rollback'], actions: ['ecs:UpdateExpressGatewayService'], resources: [service] },
    ...(creates
      ? [{ groups: ['deploy'] as const, actions: ['ecs:CreateExpressGatewayService'], resources: [service] }]
      : []),
  ];
}

/** Whether a PAUSE hook stops the deployments of the service. */
function pauses(settings: JsonObject): boolean {
  const hooks = objectsIn(objectIn(settings, 'deploymentConfiguration'), 'lifecycleHooks');
  return hooks.some(({ targetType }) => targetType === 'PAUSE');
}

/** Ids of scalable targets are not known before they are there. */
function scalableTarget({ partition, environment: { account, region } }: PermissionsRequest): string {
  return `arn:${partition}:application-autoscaling:${region}:${account}:scalable-target/*`;
}
