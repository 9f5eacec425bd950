import type { PermissionGroup } from '@funade/core';
import type { StandingOptions } from './options.ts';

/** What is shown of what runs. */
export interface StatusOptions extends Omit<StandingOptions, 'environment'> {
  /** Null: all environments side by side. */
  readonly environment: string | null;
  /** Show it again as it changes. */
  readonly watch: boolean;
}

/** Whose history is shown. */
export interface HistoryOptions extends StandingOptions {
  /** How many deployments of each service. */
  readonly limit: number;
}

/** Whose tasks are shown. */
export interface TasksOptions extends StandingOptions {
  /** Also those that have stopped. */
  readonly stopped: boolean;
}

/** Whose events are shown. */
export interface EventsOptions extends StandingOptions {
  /** How many of each service. */
  readonly limit: number;
  /** Show more as they come. */
  readonly follow: boolean;
}

/** Whose logs are shown. */
export interface LogsOptions extends StandingOptions {
  /** Null: of all containers. */
  readonly container: string | null;
  /** Seconds back from now. */
  readonly since: number;
  /** A filter pattern of CloudWatch Logs; null: every line. */
  readonly filter: string | null;
  /** Show more as they come. */
  readonly follow: boolean;
}

/** What the permissions of an environment are printed as. */
export const iamFormats = ['json', 'terraform', 'cloudformation', 'cli'] as const;
export type IamFormat = (typeof iamFormats)[number];

export const ciNames = ['gitlab', 'github', 'circleci', 'bitbucket', 'buildkite', 'none'] as const;
export type CiName = (typeof ciNames)[number];

/** Whose permissions are printed, and for whom. */
export interface IamOptions extends StandingOptions {
  readonly format: IamFormat;
  /** Which commands they are for; empty: what a pipeline runs. */
  readonly groups: readonly PermissionGroup[];
  /** Ask AWS for nothing. */
  readonly offline: boolean;
  /** Null: the one that is found. */
  readonly ci: CiName | null;
  /** `owner/name`; null: as the CI's variables or git say. */
  readonly repository: string | null;
  /** URL of a GitLab or GitHub of one's own; null: as the CI's variables or git say. */
  readonly ciUrl: string | null;
  /** Ids by name: `project`, `owner`, `repository`, `organization`, `workspace`, `environment`. */
  readonly ids: Readonly<Record<string, string>>;
  /** A deployment environment of GitHub; null: none. */
  readonly ciEnvironment: string | null;
  /** Only protected refs of gitlab.com. */
  readonly protected: boolean;
}

/** What is examined. */
export interface DoctorOptions extends Omit<StandingOptions, 'environment'> {
  /** Null: the only one that there is. */
  readonly environment: string | null;
}
