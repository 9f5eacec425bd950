import type { Json, JsonObject } from '@funade/core';
import type { BehaviourInput, Fault } from '@funade/sandbox';

/** Everything that happens in one simulation, as data: what a seed draws, and what is told of a failure. JSON. */
export interface Story {
  readonly seed: number;
  readonly world: WorldPlan;
  /** What the first operator types, one after the other. */
  readonly commands: readonly Command[];
  /** What is typed in the end, once nothing disturbs any more and ECS has come to rest: it is to lead to what was wanted. */
  readonly finish: readonly Command[];
  /** What others do meanwhile. */
  readonly others: readonly OtherAct[];
  readonly faults: readonly PlannedFault[];
  /** When the engine's clock is set, and by how much it is then off that of AWS. */
  readonly skews: readonly Skew[];
}

/** What is there before anybody does anything. */
export interface WorldPlan {
  readonly environments: readonly EnvironmentPlan[];
  readonly services: readonly ServicePlan[];
  /** How long things take in ECS, in seconds. */
  readonly timings: Readonly<Record<string, number>>;
  /** Milliseconds that a call takes, by operation. */
  readonly latencies: Readonly<Record<string, number>>;
  readonly activeFirst: boolean;
  /** Revisions that each family has in the beginning; the last one runs. Absent: one. */
  readonly revisions?: number;
  /** How tasks behave, in the order in which the sandbox is told; the newest that matches wins. */
  readonly behaviours: readonly BehaviourInput[];
}

export interface EnvironmentPlan {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** Whether the engine assumes a role there. */
  readonly role: boolean;
}

export interface ServicePlan {
  readonly name: string;
  /** Name of the image; services may share one. */
  readonly image: string;
  /** Family of its task definition; services may share one. */
  readonly family: string;
  /** Members of the service as it runs. */
  readonly running: JsonObject;
  /** What the config says of it under `ecs`, beside cluster, service and container. */
  readonly ecs: JsonObject;
  /** What the config says of it under `schedules`. Null: nothing. */
  readonly schedules: Json;
}

/** Releases in their order; the first one runs everywhere in the beginning. */
export const releases = ['v1.0.0', 'v1.1.0', 'v1.2.0', 'v1.3.0'] as const;
export type ReleaseName = (typeof releases)[number];

export const commandNames = ['deploy', 'resume', 'watch', 'rollback', 'abort', 'continue', 'prune'] as const;
export type CommandName = (typeof commandNames)[number];

/** A command line, and what becomes of its process. */
export interface Command {
  readonly command: CommandName;
  readonly environment: string;
  /** What is deployed; of the other commands only what was deployed before. */
  readonly release: ReleaseName;
  /** Null: all. */
  readonly services: readonly string[] | null;
  /** `--allow-downgrade`, `--force`. */
  readonly downgrade: boolean;
  readonly force: boolean;
  readonly until: string | null;
  /** Seconds that pass before it is typed. */
  readonly pause: number;
  /** The process is killed after so many moments. Null: it is not. */
  readonly kill: number | null;
  /** It gets SIGTERM after so many moments. Null: it does not. */
  readonly signal: number | null;
}

/** What somebody else does: so many seconds after the beginning, or in a moment of the processes of the engine. */
export type OtherAct = { readonly at: number; readonly moment?: number; readonly environment: string } & (
  | { readonly act: 'command'; readonly command: Command }
  | { readonly act: OtherName; readonly service: string }
);

export const otherNames = [
  'update-service',
  'force-deployment',
  'scale-to-zero',
  'scale-out',
  'stop-deployment',
  'deregister-revision',
  'register-revision',
  'delete-service',
  'push-tag',
] as const;
export type OtherName = (typeof otherNames)[number];

/** A fault of the network or of AWS: the call number `nth` of an operation, and so many after it. */
export interface PlannedFault {
  /** `ecs.UpdateService`. */
  readonly operation: string;
  readonly nth: number;
  readonly times: number;
  /** For people and for the coverage: `throttle`. */
  readonly name: string;
  /** `stale`: an earlier answer to the same question is given once more. */
  readonly fault: Fault | 'stale';
}

export interface Skew {
  readonly at: number;
  /** Milliseconds that the engine's clock is ahead from then on. */
  readonly by: number;
}
