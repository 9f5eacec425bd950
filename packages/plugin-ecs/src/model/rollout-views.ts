import type { HookView, RolledBackBy, ServiceDeploymentView } from './service-deployment.ts';
import type { Tolerance } from './tolerance.ts';

/** One deployment of a service as DescribeServices shows it. */
export interface DeploymentView {
  readonly id: string;
  /** `PRIMARY`, `ACTIVE`, … : an open set. */
  readonly status: string;
  readonly taskDefinition: string;
  /** Null for services whose rollouts ECS does not rate (behind a Classic Load Balancer). */
  readonly rolloutState: string | null;
  /** For people alone. */
  readonly reason: string | null;
  readonly desired: number;
  readonly pending: number;
  readonly running: number;
  readonly failed: number;
  readonly createdAt: number | null;
  /** When it last changed its state, by ECS's clock. */
  readonly updatedAt: number | null;
}

/** A service as DescribeServices shows it. */
export interface ServiceView {
  readonly status: string;
  readonly desired: number;
  readonly running: number;
  /** Whether ECS rolls back by itself when a rollout fails. */
  readonly rollsBack: boolean;
  /** What its circuit breaker bears at the present desired count. */
  readonly tolerance: Tolerance;
  /** Whether its deployments go through stages (blue/green, linear, canary): then all tasks may run long before the end. */
  readonly staged: boolean;
  readonly deployments: readonly DeploymentView[];
  /** ARN of the newest service deployment that can be seen; null where ECS says none. It appears some seconds late. */
  readonly serviceDeployment: string | null;
}

/** What the looks so far saw last. */
export interface RolloutSeen {
  /** Null when ECS says that there is no such service. */
  readonly service: ServiceView | null;
  /** Ours; null while it cannot be seen: too early, not permitted, or not known to this region. */
  readonly serviceDeployment: ServiceDeploymentView | null;
}

/** What was known before this look. */
export interface RolloutKnown {
  /** Whether an earlier look saw the deployment. */
  readonly seenBefore: boolean;
  /** Whether service deployments cannot be seen at all, so that none will tell more. */
  readonly blind: boolean;
  readonly waitedSeconds: number;
  readonly budgetSeconds: number;
}

/**
 * Where a rollout stands. `certain` is false where the verdict rests on something not being there, or on a state that ECS
 * may be about to leave: an answer that is a few seconds old looks the same, so it counts once later looks agree.
 */
export type RolloutVerdict =
  | { readonly state: 'appearing'; readonly final: false }
  | {
      readonly state: 'rolling-out';
      readonly final: false;
      readonly ours: DeploymentView;
      /** Lifecycle stage of a blue/green, linear or canary deployment. */
      readonly stage: string | null;
    }
  | {
      readonly state: 'rolling-back';
      readonly final: false;
      readonly to: DeploymentView | null;
      readonly by: RolledBackBy;
    }
  | {
      readonly state: 'succeeded';
      readonly final: true;
      readonly certain: boolean;
      /** Null when the service does not list it any more, as a newer one has taken its place. */
      readonly ours: DeploymentView | null;
    }
  | {
      readonly state: 'failed';
      readonly final: true;
      readonly certain: boolean;
      readonly ours: DeploymentView;
      readonly by: RolledBackBy;
    }
  | {
      readonly state: 'rolled-back' | 'rollback-failed';
      readonly final: true;
      readonly certain: boolean;
      /** The deployment that serves again; null when it could not be seen. */
      readonly to: DeploymentView | null;
      readonly by: RolledBackBy;
    }
  | {
      readonly state: 'superseded';
      readonly final: true;
      readonly certain: boolean;
      readonly by: DeploymentView;
      /** Whether the newer deployment runs the very revision that is being waited for. */
      readonly sameRevision: boolean;
    }
  /** Somebody aborted it: the service stays as it is, in the middle. */
  | { readonly state: 'stopped'; readonly final: true; readonly certain: boolean; readonly ours: DeploymentView | null }
  | {
      readonly state: 'paused';
      readonly final: true;
      readonly certain: true;
      readonly hook: HookView;
      readonly stage: string | null;
      readonly ours: DeploymentView | null;
    }
  | { readonly state: 'deleted'; readonly final: true; readonly certain: boolean }
  | { readonly state: 'timed-out'; readonly final: true; readonly certain: true; readonly pending: Pending };

/** What the rollout was doing when its budget ended. */
export type Pending = Extract<RolloutVerdict, { final: false }>;
