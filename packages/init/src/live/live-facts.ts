import type { JsonObject } from '@funade/core';
import type { LeftOut } from '../model/found-project.ts';
import type { Scheduled } from './read-scheduled.ts';

/** What runs in one cluster, as AWS answers it. */
export interface LiveFacts {
  /** Name of the environment that it becomes. */
  readonly environment: string;
  readonly account: string;
  readonly region: string;
  readonly role: string | null;
  readonly cluster: string;
  readonly services: readonly LiveService[];
  /** The repositories of the account and region; null: they could not be read. */
  readonly repositories: readonly Repository[] | null;
  /** What runs tasks in the cluster by the clock. */
  readonly scheduled: readonly Scheduled[];
  /** What could not be read. */
  readonly unread: readonly LeftOut[];
}

export interface Repository {
  readonly name: string;
  /** What the names of its images begin with, without a tag. */
  readonly uri: string;
}

export interface LiveService {
  /** Of DescribeServices. */
  readonly service: JsonObject;
  /** Of DescribeTaskDefinition, of the revision that the primary deployment runs; null: it could not be read. */
  readonly definition: JsonObject | null;
  /** Tags of that revision. */
  readonly tags: readonly JsonObject[];
  /** Of DescribeServiceRevisions, of the primary deployment; null: there is none to be read. */
  readonly revision: JsonObject | null;
  /** Between which counts it is scaled; null: nothing scales it. */
  readonly scaling: JsonObject | null;
}
