import type { PolicyDocument, SplitPolicy } from '@funade/aws';
import type { PermissionGroup, ResourceGrant, RoleNeeds } from '@funade/core';

/** The role that deploys into an environment, and what it must be allowed. */
export interface IamRole {
  readonly environment: string;
  readonly account: string;
  readonly region: string;
  /** ARN; null: the config names none. */
  readonly role: string | null;
  /** What its policies are called. */
  readonly name: string;
  readonly policies: SplitPolicy;
}

/** Everything that `funade iam` prints. */
export interface IamPage {
  readonly project: string;
  readonly deploy: IamRole;
  readonly groups: readonly PermissionGroup[];
  /** The trust policy of the role that deploys; null: nobody knows whose jobs deploy. */
  readonly trust: {
    readonly provider: { readonly arn: string; readonly url: string; readonly clientIds: readonly string[] };
    readonly document: PolicyDocument;
  } | null;
  /** Roles of other environments that this one reads from. */
  readonly elsewhere: readonly IamRole[];
  /** Roles that tasks and schedules run with. */
  readonly roles: readonly (Omit<RoleNeeds, 'permissions'> & { readonly document: PolicyDocument | null })[];
  /** Policies of resources in other accounts. */
  readonly grants: readonly (Omit<ResourceGrant, 'actions' | 'principals'> & { readonly document: PolicyDocument })[];
  readonly notes: readonly string[];
}
