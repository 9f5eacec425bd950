import {
  type DeployPermission,
  definePermissions,
  type Note,
  type PermissionArtifact,
  type PermissionNeeds,
  type PermissionsRequest,
  type PluginPermissions,
  type PluginTarget,
} from '@funade/core';
import type { EcsTargetOptions } from '../options/options.ts';
import { clusterArnOf, roleArnOf } from './arns.ts';
import { type DefinitionNames, rolesInSettings } from './definition-names.ts';
import { execPermissions } from './exec-permissions.ts';
import { type Names, observeNames, type TargetNames } from './observe-names.ts';
import { prunePermissions } from './prune-permissions.ts';
import { referencePermissions } from './reference-permissions.ts';
import { registrationPermissions } from './registration-permissions.ts';
import { roleNeeds } from './role-needs.ts';
import { servicePermissions } from './service-permissions.ts';
import { taskPermissions } from './task-permissions.ts';

/** A target with everything that its permissions are about. */
export interface NamedTarget {
  readonly target: PluginTarget<EcsTargetOptions>;
  /** Families that it registers, runs, or may go back to. */
  readonly families: readonly string[];
  /** Of task definitions that its one-off tasks name. */
  readonly ofTasks: readonly DefinitionNames[];
  readonly definitions: readonly DefinitionNames[];
  /** ARNs of task and execution roles. */
  readonly taskRoles: readonly string[];
  /** ARNs of roles that ECS itself acts with. */
  readonly serviceRoles: readonly string[];
  readonly exec: boolean;
  /** Log groups that action logs of its cluster are delivered to. */
  readonly actionLogs: readonly string[];
  /** Whether load balancers send it traffic, or may. */
  readonly balanced: boolean;
}

/** Which permissions services, jobs and their tasks need. */
export const permissions: PluginPermissions<EcsTargetOptions> = definePermissions({ observe: observeNames, needs });

function needs(request: PermissionsRequest<EcsTargetOptions>, facts: Names): PermissionNeeds {
  const targets = request.targets.map((target) => named(target, facts[target.id] ?? nothing, request));
  const each = targets.flatMap((target): readonly DeployPermission[] => [
    ...servicePermissions(target, request),
    ...registrationPermissions(target, request),
    ...taskPermissions(target, request),
    ...referencePermissions(target, request),
    ...execPermissions(target, request),
  ]);
  return {
    permissions: [...each, ...(targets.length === 0 ? [] : prunePermissions(targets, request))],
    roles: targets.flatMap((target) => roleNeeds(target, request)),
    artifacts: targets.map((target) => artifactOf(target, request)),
    notes: request.targets.flatMap((target) => notesOf(target, facts[target.id] ?? nothing)),
  };
}

const nothing: TargetNames = {
  definitions: [],
  ofTasks: [],
  serviceRoles: [],
  exec: false,
  balanced: null,
  actionLogs: [],
  unread: [],
};

function named(
  target: PluginTarget<EcsTargetOptions>,
  names: TargetNames,
  request: PermissionsRequest<EcsTargetOptions>,
): NamedTarget {
  const { options } = target;
  const definitions = [...names.definitions, ...expressNames(options)];
  const roles = (list: readonly (string | null | undefined)[]): readonly string[] => [
    ...new Set(list.flatMap((role) => (role == null || role.includes('{{') ? [] : roleArnOf(request, role)))),
  ];
  return {
    target,
    definitions,
    families: [...new Set(definitions.map(({ family }) => family))].filter((family) => family !== '').toSorted(),
    ofTasks: names.ofTasks,
    taskRoles: roles(
      [...definitions, ...names.ofTasks].flatMap(({ taskRole, executionRole }) => [taskRole, executionRole]),
    ),
    serviceRoles: roles([
      // The role that ECS has made for itself is passed by nobody.
      ...names.serviceRoles.filter((role) => !role.includes(':role/aws-service-role/')),
      ...rolesInSettings(options.settings),
      typeof options.settings?.role === 'string' ? options.settings.role : null,
      options.express?.infrastructureRoleArn,
    ]),
    actionLogs: names.actionLogs,
    balanced: names.balanced !== false || options.settings?.loadBalancers !== undefined,
    exec: names.exec || options.settings?.enableExecuteCommand === true,
  };
}

/** ECS names the family of a service of Express Mode that has no definition of its own. */
function expressNames({ express, cluster, service, taskDefinition }: EcsTargetOptions): readonly DefinitionNames[] {
  if (express === undefined || taskDefinition !== undefined) return [];
  const { taskRoleArn = null, executionRoleArn = null, primaryContainer: container } = express;
  const group = container?.awsLogsConfiguration?.logGroup;
  return [
    {
      family: `${cluster.slice(cluster.lastIndexOf('/') + 1)}-${service ?? ''}`,
      taskRole: taskRoleArn,
      executionRole: executionRoleArn,
      secrets: (container?.secrets ?? []).map(({ valueFrom }) => valueFrom),
      logGroups: group === undefined ? [] : [{ group, region: null, created: false }],
    },
  ];
}

function artifactOf(
  { target, families, taskRoles }: NamedTarget,
  request: PermissionsRequest<EcsTargetOptions>,
): PermissionArtifact {
  const cluster = clusterArnOf(request, target.options.cluster);
  return { type: 'tasks', target: target.id, cluster, families, roles: taskRoles };
}

function notesOf({ id }: PluginTarget<EcsTargetOptions>, { unread }: TargetNames): readonly Note[] {
  return unread.map((what) => ({
    targets: [id],
    label: id,
    text: `not known: ${what}; its family and its roles are missing from the policy`,
  }));
}
