/** The parts of a role's ARN that other texts are made of. */
export interface RoleParts {
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
  readonly account: string;
  /** Without its path. */
  readonly name: string;
}

/** Reads the ARN of a role; null when it is none. */
export function parseRoleArn(arn: string): RoleParts | null {
  const { partition, account, name } =
    /^arn:(?<partition>[^:]+):iam::(?<account>\d{12}):role\/(?:.*\/)?(?<name>[^/]+)$/.exec(arn)?.groups ?? {};
  return partition === undefined || account === undefined || name === undefined ? null : { partition, account, name };
}

/** Reads the ARN of a role's session, which is without the role's path; null when it is none. */
export function parseSessionArn(arn: string): RoleParts | null {
  const { partition, account, name } =
    /^arn:(?<partition>[^:]+):sts::(?<account>\d{12}):assumed-role\/(?<name>[^/]+)\/[^/]+$/.exec(arn)?.groups ?? {};
  return partition === undefined || account === undefined || name === undefined ? null : { partition, account, name };
}

/**
 * Whether a caller is a session of the role. The ARN of a session leaves out the role's path, and a role's name is
 * unique in its account whatever the path. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */
export function isSessionOf(callerArn: string, roleArn: string): boolean {
  const caller = parseSessionArn(callerArn);
  const role = parseRoleArn(roleArn);
  return caller !== null && role !== null && caller.account === role.account && caller.name === role.name;
}

/** The account in an ARN; null when it has none. */
export function accountOf(arn: string): string | null {
  return /^arn:[^:]+:[^:]+:[^:]*:(\d{12}):/.exec(arn)?.[1] ?? null;
}
