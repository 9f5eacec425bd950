import type { TargetId } from './environment.ts';
import type { StandingRequest } from './operation.ts';
import type { VersionChange } from './plan-fragment.ts';
import type { RunningImage } from './status.ts';

/** What a plugin is asked about what was deployed before. JSON. */
export interface HistoryRequest<Options = unknown> extends StandingRequest<Options> {
  /** Deployments of each target that are wanted, the newest ones. */
  readonly limit: number;
}

/** How a deployment can have ended. */
export const deploymentEnds = [
  'succeeded',
  'rolled-back',
  'failed',
  'stopped',
  'superseded',
  'in-progress',
  'rolling-back',
  'unknown',
] as const;

/**
 * How a deployment ended.
 *
 * - `succeeded`: it reached its end
 * - `rolled-back`: it was rolled back, by whoever
 * - `failed`: it failed and was not rolled back
 * - `stopped`: somebody stopped it
 * - `superseded`: a newer deployment took its place before it was done
 * - `in-progress`, `rolling-back`: it has not ended
 * - `unknown`: nothing says it
 */
export type DeploymentEnd = (typeof deploymentEnds)[number];

/** A one-off task of a deploy, as the revision that it ran for records it. JSON. */
export interface PastTask {
  /** `api/migrate`: the service that it belongs to and its own name. */
  readonly name: string;
  /** Whether it ran before the revision took over, or after it. */
  readonly when: 'before' | 'after';
  /** `started`: nothing says how it ended. */
  readonly state: 'started' | 'succeeded' | 'failed';
  /** Id of the ECS task. */
  readonly task: string;
  /** When that was recorded: ISO 8601, UTC. */
  readonly at: string;
}

/** One deployment of a target, whoever started it. What nothing says is null. JSON. */
export interface PastDeployment {
  readonly id: string;
  /** Family and number of the revision, such as `shop-api:12`. */
  readonly revision: string | null;
  /** What was released: what the revision records, else a tag of its images. */
  readonly release: string | null;
  /** From the release that ran before it. */
  readonly step: VersionChange['step'];
  readonly commit: string | null;
  readonly images: readonly RunningImage[];
  /** When it was created: ISO 8601, UTC. */
  readonly at: string | null;
  /** How long it took, in milliseconds; null while it goes on. */
  readonly duration: number | null;
  readonly end: DeploymentEnd;
  /** Why it ended as it did, in words. */
  readonly reason: string | null;
  /** ARN of who registered its revision; AWS keeps nothing of who started a deployment. */
  readonly registeredBy: string | null;
  /** Id of the run that registered its revision. */
  readonly run: string | null;
  /** Whether it is what the service is to run now. */
  readonly primary: boolean;
  /** Whether it is the last one before what runs now that succeeded. */
  readonly lastStable: boolean;
  /**
   * The one-off tasks that ran for its revision in this environment, the earliest first. Those of every deployment from the
   * one that runs to the one that a rollback goes back to, that one apart, are what the rollback does not undo. Absent:
   * none is recorded.
   */
  readonly tasks?: readonly PastTask[];
}

/** What was deployed of one target. JSON. */
export interface TargetHistory {
  readonly id: TargetId;
  readonly service: string;
  /** Where it runs, as people know it: `shop-production/api`. */
  readonly place: string;
  /** What could not be read, and why; null when all could. */
  readonly note: string | null;
  /** The newest first. */
  readonly deployments: readonly PastDeployment[];
}
