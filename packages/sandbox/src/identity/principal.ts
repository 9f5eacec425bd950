/** One thing somebody may not do: these actions (`ecs:UpdateService`, `ecs:*`) on these resources (ARNs, `*`). */
export interface Denial {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** A statement of a policy. */
export interface PolicyStatement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** By operator, then by key. */
  readonly conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** What somebody may do. A role and all its sessions share one, so that a change holds for all of them at once. */
export interface Permissions {
  deny: readonly Denial[];
  /** Identity-based policies. Absent: everything else is allowed. */
  policies?: readonly { readonly statements: readonly PolicyStatement[] }[] | undefined;
}

/** Who calls: a user, or a session of a role. */
export interface Principal {
  readonly kind: 'user' | 'session';
  /** `arn:aws:iam::111111111111:user/name` or `arn:aws:sts::111111111111:assumed-role/role/session`. */
  readonly arn: string;
  readonly account: string;
  /** `AIDA…`, or `AROA…:session`. */
  readonly userId: string;
  readonly permissions: Permissions;
}

/** A key pair (with a session token for sessions) and the principal behind it. */
export interface Credential {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | null;
  /** Milliseconds since the epoch; null for the keys of a user, which do not expire. */
  readonly expiresAt: number | null;
  readonly principal: Principal;
}

/** Who may become the role, and how. */
export interface Trust {
  /** `iss` of the tokens that are taken; null: tokens of nobody. */
  readonly issuer: string | null;
  readonly audiences: readonly string[];
  /** Patterns for `sub`. */
  readonly subjects: readonly string[];
  readonly operator: 'StringLike' | 'StringEquals';
  /** ARNs that may AssumeRole: of a user or session, `arn:aws:iam::<account>:root` for a whole account, or `*`. */
  readonly principals: readonly string[];
  /** AWS services that may, such as `ecs-tasks.amazonaws.com`. */
  readonly services: readonly string[];
}

export interface Role {
  readonly name: string;
  readonly arn: string;
  readonly id: string;
  readonly account: string;
  readonly trust: Trust;
  readonly permissions: Permissions;
  /** Seconds. */
  readonly maxSessionDuration: number;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}
