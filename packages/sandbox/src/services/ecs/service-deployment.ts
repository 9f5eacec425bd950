import type { WireObject } from '../../model/service.ts';
import type { ServiceRevision } from './state.ts';

export type ServiceDeploymentStatus =
  | 'PENDING'
  | 'IN_PROGRESS'
  | 'SUCCESSFUL'
  | 'STOP_REQUESTED'
  | 'STOPPED'
  | 'ROLLBACK_REQUESTED'
  | 'ROLLBACK_IN_PROGRESS'
  | 'ROLLBACK_SUCCESSFUL'
  | 'ROLLBACK_FAILED';

export type LifecycleStage =
  | 'RECONCILE_SERVICE'
  | 'PRE_SCALE_UP'
  | 'SCALE_UP'
  | 'POST_SCALE_UP'
  | 'TEST_TRAFFIC_SHIFT'
  | 'POST_TEST_TRAFFIC_SHIFT'
  | 'PRODUCTION_TRAFFIC_SHIFT'
  | 'POST_PRODUCTION_TRAFFIC_SHIFT'
  | 'BAKE_TIME'
  | 'CLEAN_UP';

export interface HookRun {
  readonly id: string;
  readonly type: 'AWS_LAMBDA' | 'PAUSE';
  readonly targetArn: string | null;
  status: 'AWAITING_ACTION' | 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT';
  /** When a PAUSE hook gives up; when a Lambda hook answers. */
  readonly endsAt: number;
  readonly timeoutAction: 'CONTINUE' | 'ROLLBACK';
}

/** Where a staged (blue/green, linear, canary) deployment is. */
export interface StageProgress {
  stage: LifecycleStage;
  enteredAt: number;
  /** When the stage began, or its latest step. */
  since: number;
  /** The share of production traffic at which the hooks of this stage were last started; null: not in this stage yet. */
  hookedAt: number | null;
  hooks: HookRun[];
  testWeight: number;
  productionWeight: number;
}

export interface ServiceDeployment {
  readonly arn: string;
  /** Number of the target service revision. */
  readonly target: ServiceRevision;
  readonly sources: readonly ServiceRevision[];
  readonly createdAt: number;
  readonly visibleAt: number;
  readonly configuration: WireObject;
  status: ServiceDeploymentStatus;
  statusReason: string | null;
  startedAt: number | null;
  stoppedAt: number | null;
  finishedAt: number | null;
  updatedAt: number;
  /** The transition that comes by itself, and when. */
  due: { readonly at: number; readonly to: ServiceDeploymentStatus } | null;
  rollback: { readonly reason: string; readonly startedAt: number; readonly revision: ServiceRevision } | null;
  /** Which monitor ended it. */
  triggered: 'circuit-breaker' | 'alarm' | null;
  triggeredAlarms: readonly string[];
  /** Whether its alarms count: they do not when one of them rang already as it began. */
  readonly watchesAlarms: boolean;
  failureCount: number;
  threshold: number;
  progress: StageProgress | null;
}
