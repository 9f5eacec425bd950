import type { TargetId } from './environment.ts';
import type { StandingRequest } from './operation.ts';

/** What a plugin is asked about the tasks of targets. JSON. */
export interface TasksRequest<Options = unknown> extends StandingRequest<Options> {
  /** Whether those are wanted too that have stopped, as far back as they are kept. */
  readonly stopped: boolean;
}

/** One container of a task. */
export interface TaskContainer {
  readonly name: string;
  /** As ECS says it: `RUNNING`, `STOPPED`, … */
  readonly status: string;
  /** `HEALTHY`, `UNHEALTHY` or `UNKNOWN`. */
  readonly health: string;
  readonly exitCode: number | null;
  readonly reason: string | null;
}

/** Why a task stopped. */
export interface TaskStop {
  /** As ECS says it: `EssentialContainerExited`, `TaskFailedToStart`, … */
  readonly code: string | null;
  readonly reason: string;
  /** What that means: `container.exit`, `image.missing`, …; null when it was stopped in the course of things. */
  readonly cause: string | null;
  /** ISO 8601, UTC; null while it is stopping. */
  readonly at: string | null;
}

/** One task of a target. What nothing says is null. JSON. */
export interface TaskInfo {
  readonly id: string;
  /** Family and number of the revision, such as `shop-api:12`. */
  readonly revision: string;
  /** What was released: what the revision records, else a tag of its images. */
  readonly release: string | null;
  /** Id of the deployment that started it. */
  readonly deployment: string | null;
  /** As ECS says it: `PENDING`, `RUNNING`, `STOPPED`, … */
  readonly status: string;
  /** Whether ECS is taking it away: it may still run while it is drained. */
  readonly stopping: boolean;
  /** `HEALTHY`, `UNHEALTHY` or `UNKNOWN`. */
  readonly health: string;
  readonly zone: string | null;
  /** Private IPv4 address, else IPv6. */
  readonly address: string | null;
  /** ISO 8601, UTC; null until it runs. */
  readonly startedAt: string | null;
  /** CPU units; 1024 are one vCPU. */
  readonly cpu: string | null;
  /** MiB. */
  readonly memory: string | null;
  /** Launch type or capacity provider. */
  readonly capacity: string | null;
  /** Whether a command can be run in it: it was started with ECS Exec, and the agent of a container runs. */
  readonly exec: boolean;
  readonly containers: readonly TaskContainer[];
  /** Null until it is stopped. */
  readonly stop: TaskStop | null;
}

/** The tasks of one target. JSON. */
export interface TargetTasks {
  readonly id: TargetId;
  readonly service: string;
  /** Where it runs, as people know it: `shop-production/api`. */
  readonly place: string;
  /** What else is to be said, such as that there is no such service; null when nothing is. */
  readonly note: string | null;
  /** Tasks that the service is to run. */
  readonly desired: number;
  /** The newest first; those that have stopped last. */
  readonly tasks: readonly TaskInfo[];
}
