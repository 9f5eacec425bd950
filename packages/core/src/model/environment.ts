/** Where services run: one account, one region, one role. Part of every plan. */
export interface Environment {
  readonly name: string;
  /** The twelve-digit AWS account id; a session of any other account is refused. */
  readonly account: string;
  readonly region: string;
  /** ARN of the role to deploy with; null means the credentials that are found. */
  readonly role: string | null;
  /** Whether a plan for this environment requires confirmation before it is applied. */
  readonly confirm: boolean;
  /** `strict`: a release that is not known to come after the commit that runs is refused. Absent: it is warned of. */
  readonly order?: 'strict';
}

/** One service in one environment, as its id: `api@production`. */
export type TargetId = `${string}@${string}`;

/** One service in one environment. */
export interface Target {
  readonly id: TargetId;
  readonly service: string;
  /** What the service wrote for each plugin, environment settings merged in and templates rendered, by plugin name. */
  readonly options: Readonly<Record<string, unknown>>;
}
