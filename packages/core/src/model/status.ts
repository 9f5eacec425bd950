import type { TargetId } from './environment.ts';
import type { Change } from './step.ts';

/**
 * How a target stands.
 *
 * - `steady`: one deployment, and it is done
 * - `rolling-out`, `rolling-back`: a deployment goes on, forwards or back
 * - `paused`: a deployment is waiting for approval
 * - `failed`: the newest deployment failed or was stopped, and nobody rolled back
 * - `missing`: there is no such service
 */
export type StandingState = 'steady' | 'rolling-out' | 'rolling-back' | 'paused' | 'failed' | 'missing';

/** The image that one container runs. */
export interface RunningImage {
  readonly container: string;
  /** Registry and repository, such as `111111111111.dkr.ecr.ap-northeast-1.amazonaws.com/shop/api`. */
  readonly repository: string;
  /** Null when the image is named by its digest alone. */
  readonly tag: string | null;
  /** `sha256:…`; null when nothing says it. */
  readonly digest: string | null;
}

/** One deployment that runs tasks, or is about to. */
export interface RunningDeployment {
  readonly id: string;
  /** `new` is what the service is to run; `old` is draining. */
  readonly role: 'new' | 'old';
  /** Family and number of the revision, such as `shop-api:12`. */
  readonly revision: string;
  readonly images: readonly RunningImage[];
  /** When the deployment was created: ISO 8601, UTC; null when nothing says it. */
  readonly since: string | null;
  readonly running: number;
  readonly desired: number;
  /** The release that it runs, as the tags of the target's images say; null when none does. Absent: the plugin does not say. */
  readonly version?: string | null;
}

/** How far a deployment is that moves its traffic in stages: blue/green, linear, canary. */
export interface StagedRollout {
  readonly deployment: string;
  /** `BLUE_GREEN`, `LINEAR`, `CANARY`. */
  readonly strategy: string;
  readonly stage: string | null;
  /** What the new revision has of the traffic, in percent; null where nothing says it. */
  readonly traffic: { readonly production: number | null; readonly test: number | null };
  /** When the stage ends, as far as that can be told: ISO 8601, UTC; null when nobody knows. */
  readonly until: string | null;
}

/** What differs between the config and what runs, whatever release runs. */
export interface Drift {
  /** What was compared: `settings` of the service, and what the config writes into the `definition`, images apart. */
  readonly compared: readonly ('settings' | 'definition')[];
  /** From what runs to what the config says; values that look like secrets are masked. */
  readonly changes: readonly Change[];
  /** What could not be compared, and why. */
  readonly unknown: readonly string[];
}

/** What runs of one target, whoever deployed it. JSON. */
export interface TargetStatus {
  readonly id: TargetId;
  readonly service: string;
  /** Where it runs, as people know it: `shop-production/api`. */
  readonly place: string;
  readonly state: StandingState;
  /** No service runs it: `deployments` has its newest revision, and its schedules may run another. Absent: a service does. */
  readonly job?: boolean;
  /** What else is to be said of the state, such as who rolled back and why; null when nothing is. */
  readonly note: string | null;
  /** The new one first. */
  readonly deployments: readonly RunningDeployment[];
  /** Absent: nothing is in progress, or not in stages. */
  readonly rollout?: StagedRollout;
  /** Absent: the plugin compares nothing. */
  readonly drift?: Drift;
  /** What other plugins say that stands beside it. Absent: nothing. */
  readonly beside?: readonly StandingBeside[];
}

/** What stands beside a target and runs it or looks after it, such as a schedule. JSON. */
export interface StandingBeside {
  readonly target: TargetId;
  /** For programs: `rule`, `schedule`. */
  readonly kind: string;
  /** For people: `rule shop-nightly`. */
  readonly what: string;
  /** How it stands, in words: `runs shop-api:12 at rate(1 hour)`. */
  readonly text: string;
  /** Whether a person should look at it, as it is not what it should be. */
  readonly amiss: boolean;
}
