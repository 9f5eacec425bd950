import type { Environment, TargetId } from './environment.ts';
import type { Json } from './json.ts';
import type { LookupCall } from './lookup.ts';
import type { StandingRequest } from './operation.ts';
import type { Note } from './plan-fragment.ts';
import type { RunContext } from './run-context.ts';

/**
 * What permissions are for: the commands that only look (`plan`), `deploy` and `apply`, `watch`, `continue`, `abort` and `scale`
 * (`operate`), `rollback`, one-off tasks of a deploy and by hand (`tasks`), schedules that follow a deploy, `exec`, `prune`.
 */
export const permissionGroups = [
  'plan',
  'deploy',
  'operate',
  'rollback',
  'tasks',
  'schedules',
  'exec',
  'prune',
] as const;
export type PermissionGroup = (typeof permissionGroups)[number];

/** Conditions of a policy: by operator, then by key. */
export type PermissionConditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** Actions that are allowed on resources. */
export interface Permission {
  /** `ecs:UpdateService`. */
  readonly actions: readonly string[];
  /** ARNs, with `*` and `?`; or `*` alone for an action that knows no resources. */
  readonly resources: readonly string[];
  /** Absent: none. */
  readonly conditions?: PermissionConditions;
}

/** Something that the role that deploys must be allowed. */
export interface DeployPermission extends Permission {
  /** The commands that need it. */
  readonly groups: readonly PermissionGroup[];
  /** The environment of the config whose role needs it. Absent: the one that is asked about. */
  readonly environment?: string;
}

/** What another role needs for the targets to work: the execution role of a task definition, the role of a schedule. */
export interface RoleNeeds {
  /** ARN. */
  readonly role: string;
  /** For people: `execution role of api`. */
  readonly what: string;
  /** The service of AWS that has to be trusted: `ecs-tasks.amazonaws.com`. */
  readonly trusts: string;
  readonly permissions: readonly Permission[];
}

/** What the policy of a resource in another account has to allow. */
export interface ResourceGrant {
  /** ARN. */
  readonly resource: string;
  readonly actions: readonly string[];
  /** ARNs of roles. */
  readonly principals: readonly string[];
  /** For people: why. */
  readonly what: string;
}

/** What plugins tell those behind them about permissions. */
export type PermissionArtifact =
  | {
      /** A repository that images of the target are pulled from. */
      readonly type: 'repository';
      readonly target: TargetId;
      readonly arn: string;
    }
  | {
      /** How tasks of the target are run. */
      readonly type: 'tasks';
      readonly target: TargetId;
      /** ARN. */
      readonly cluster: string;
      readonly families: readonly string[];
      /** ARNs of the roles that its task definitions name. */
      readonly roles: readonly string[];
    };

/** What one plugin needs permission for. JSON. */
export interface PermissionNeeds {
  readonly permissions: readonly DeployPermission[];
  /** Absent: none. */
  readonly roles?: readonly RoleNeeds[];
  readonly grants?: readonly ResourceGrant[];
  readonly artifacts?: readonly PermissionArtifact[];
  /** What could not be known, and what the permissions do not cover. */
  readonly notes?: readonly Note[];
}

/** What a plugin is asked about permissions. JSON. */
export interface PermissionsRequest<Options = unknown> extends StandingRequest<Options> {
  /** `aws`, `aws-cn`, …: the first part of every ARN there. */
  readonly partition: string;
  /** Every environment of the config. */
  readonly environments: Readonly<Record<string, Environment>>;
  /** What templates ask this plugin's lookups for. Empty: nothing. */
  readonly lookups: readonly LookupCall[];
  /** What plugins before this one said. */
  readonly upstream: readonly PermissionArtifact[];
}

/** How a plugin says which permissions its targets need. */
export interface PluginPermissions<Options = unknown, Facts extends Json = Json> {
  /**
   * Reads what the options do not say, such as the roles of a task definition in a file or in ECS. `online`: whether AWS may be asked;
   * what cannot be read is no error. Reads only. Absent: the options say everything, and the facts are null.
   */
  observe?(
    request: PermissionsRequest<Options>,
    context: RunContext,
    given: { readonly online: boolean },
  ): Promise<NoInfer<Facts>>;
  /** Every permission that any command of its group may need for these targets: also when a deploy fails. Touches nothing. */
  needs(request: PermissionsRequest<Options>, facts: Facts): PermissionNeeds;
}

/** Types what a plugin says of permissions. */
export function definePermissions<Options, Facts extends Json>(
  permissions: PluginPermissions<Options, Facts>,
): PluginPermissions<Options> {
  return permissions as unknown as PluginPermissions<Options>;
}
